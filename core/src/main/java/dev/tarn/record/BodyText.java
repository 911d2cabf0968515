package dev.tarn.record;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Optional;

/// A body as the text that it is to whoever sent it: lines and columns.
final class BodyText {
  private static final int MARK_LENGTH = 3;

  private BodyText() {}

  /// Where the text begins: after a byte order mark, which JSON may be read past (RFC 8259, section
  /// 8.1).
  static int start(byte[] body) {
    return startsWithMark(body, 0, body.length) ? MARK_LENGTH : 0;
  }

  /// Whether UTF-8's byte order mark stands at `from`.
  static boolean startsWithMark(byte[] body, int from, int to) {
    return to - from >= MARK_LENGTH
        && body[from] == (byte) 0xef
        && body[from + 1] == (byte) 0xbb
        && body[from + 2] == (byte) 0xbf;
  }

  /// The body cannot be parsed, because of what stands at `offset`.
  static ProblemException malformed(byte[] body, int offset, String detail) {
    return new Problem.MalformedBody(detail, Optional.of(place(body, offset))).exception();
  }

  /// The line and column of `offset`, which may be the body's end.
  static Place place(byte[] body, int offset) {
    int line = 1;
    int lineStart = start(body);
    for (int i = lineStart; i < offset; i++) {
      if (body[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return Place.position(line, column(body, lineStart, offset));
  }

  /// The column of `offset` in the line that begins at `lineStart`.
  static int column(byte[] body, int lineStart, int offset) {
    int column = 1;
    for (int i = lineStart; i < offset; i++) {
      column += (body[i] & 0xc0) == 0x80 ? 0 : 1;
    }
    return column;
  }
}
