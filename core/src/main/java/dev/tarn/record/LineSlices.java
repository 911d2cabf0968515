package dev.tarn.record;

/// One record a line. Lines end with a line feed; blank ones are passed over.
final class LineSlices implements RecordSlices {
  private final byte[] body;
  private int start;
  private int end;
  private int line;

  /// Of what `body` holds from `from` on.
  LineSlices(byte[] body, int from) {
    this.body = body;
    end = from - 1;
  }

  @Override
  public boolean next() {
    do {
      start = end + 1;
      if (start >= body.length) {
        return false;
      }
      end = start;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      line++;
    } while (RecordSlices.skipBlanks(body, start, end) == end);
    return true;
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
