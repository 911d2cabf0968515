package dev.tarn.local.batch;

import dev.tarn.local.terminal.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Newline-delimited JSON: each line that isn't blank is a record. A carriage return before the
/// newline belongs to it.
final class LineSource implements RecordSource {
  private final InputStream in;
  private final int limit;
  private long line;

  /// Reads `in`, which should be buffered, and takes lines of up to `limit` bytes.
  LineSource(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  @Override
  public String placeName() {
    return "line";
  }

  @Override
  public Optional<SourceRecord> next() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b != '\n' && b >= 0) {
        text.write(b);
        if (text.size() > limit) {
          throw new UserFailure(
              "line " + (line + 1) + " is over " + limit + " bytes, more than a batch can carry");
        }
        continue;
      }
      line++;
      byte[] record = withoutReturn(text.toByteArray());
      if (!isBlank(record)) {
        return Optional.of(new SourceRecord(record, line));
      }
      if (b < 0) {
        return Optional.empty();
      }
      text.reset();
    }
  }

  private static byte[] withoutReturn(byte[] text) {
    return text.length > 0 && text[text.length - 1] == '\r'
        ? java.util.Arrays.copyOf(text, text.length - 1)
        : text;
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
