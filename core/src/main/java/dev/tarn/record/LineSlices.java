package dev.tarn.record;

/// One record a line. Lines end with a line feed; blank ones are passed over.
final class LineSlices implements RecordSlices {
  private static final long LOWEST_BITS = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long LINE_FEEDS = '\n' * LOWEST_BITS;

  private final byte[] body;
  private final int to;
  private int start;
  private int end;
  private int line;

  /// Of what `body` holds from `from` to `to`, which is its end or the beginning of a line.
  LineSlices(byte[] body, int from, int to) {
    this.body = body;
    this.to = to;
    end = from - 1;
  }

  @Override
  public boolean next() {
    do {
      start = end + 1;
      if (start >= to) {
        return false;
      }
      end = endOfLine(start);
      line++;
    } while (RecordSlices.skipBlanks(body, start, end) == end);
    return true;
  }

  /// The index of the next line feed, or of the body's end. Eight bytes are looked at together: a
  /// byte that is zero once the line feed is subtracted borrows from its highest bit (H. S. Warren,
  /// "Hacker's Delight", section 6-1).
  private int endOfLine(int from) {
    return endOfLine(body, from);
  }

  /// The index of the first line feed in `body` from `from` on, or of the body's end.
  static int endOfLine(byte[] body, int from) {
    int i = from;
    while (i <= body.length - Long.BYTES) {
      long difference = (long) Tape.LONG.get(body, i) ^ LINE_FEEDS;
      long zeros = (difference - LOWEST_BITS) & ~difference & HIGHEST_BITS;
      if (zeros != 0) {
        return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < body.length && body[i] != '\n') {
      i++;
    }
    return i;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }

  /// The number of the current line, from 1.
  int line() {
    return line;
  }
}
