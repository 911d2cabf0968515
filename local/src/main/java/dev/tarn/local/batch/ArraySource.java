package dev.tarn.local.batch;

import dev.tarn.local.terminal.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;

/// The elements of one JSON array, each a record. Line breaks between an element's tokens become
/// spaces, so that it fits on one line; its other bytes stay as they are.
final class ArraySource implements RecordSource {
  private final PushbackInputStream in;
  private final int limit;
  private long record;
  private boolean begun;
  private boolean ended;

  /// Reads `in`, which should be buffered, and takes elements of up to `limit` bytes.
  ArraySource(InputStream in, int limit) {
    this.in = new PushbackInputStream(in);
    this.limit = limit;
  }

  @Override
  public String placeName() {
    return "record";
  }

  @Override
  public Optional<SourceRecord> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    int b = significant();
    if (!begun) {
      if (b != '[') {
        throw new UserFailure("the file is no JSON array: it does not begin with [");
      }
      begun = true;
      b = significant();
      if (b == ']') {
        return end();
      }
    } else if (b == ']') {
      return end();
    } else if (b == ',') {
      b = significant();
    } else {
      throw new UserFailure("after record " + record + " there is neither a comma nor ]");
    }
    record++;
    if (b < 0 || b == ',' || b == ']') {
      throw new UserFailure("there is nothing where record " + record + " should be");
    }
    return Optional.of(new SourceRecord(element(b), record));
  }

  private Optional<SourceRecord> end() throws IOException {
    ended = true;
    if (significant() >= 0) {
      throw new UserFailure("there is more after the array's end");
    }
    return Optional.empty();
  }

  private byte[] element(int first) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    int depth = 0;
    boolean inString = false;
    boolean escaped = false;
    for (int b = first; ; b = in.read()) {
      if (b < 0) {
        throw new UserFailure("the file ends within record " + record);
      }
      if (!inString && depth == 0 && json.size() > 0 && isAfterScalar(b)) {
        in.unread(b);
        return json.toByteArray();
      }
      json.write(!inString && (b == '\n' || b == '\r') ? ' ' : b);
      if (json.size() > limit) {
        throw new UserFailure(
            "record " + record + " is over " + limit + " bytes, more than a batch can carry");
      }
      if (inString) {
        inString = escaped || b != '"';
        escaped = !escaped && b == '\\';
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth <= 0) {
          return json.toByteArray();
        }
      }
    }
  }

  private static boolean isAfterScalar(int b) {
    return b == ',' || b == ']' || isSpace(b);
  }

  private int significant() throws IOException {
    int b;
    do {
      b = in.read();
    } while (isSpace(b));
    return b;
  }

  private static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
