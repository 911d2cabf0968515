package dev.tarn.record;

import java.nio.charset.StandardCharsets;

/// A rejected record as it came.
public interface RawRecord {
  /// What can be kept of the record, the first `most` bytes of it or a few more.
  Kept kept(int most);

  /// Bytes in the form that their format says: [RecordFormat#JSON] is one object,
  /// [RecordFormat#CSV] the header and one row, [RecordFormat#AVRO] the record in Avro's binary
  /// encoding, without its schema.
  final class Kept {
    private final RecordFormat format;
    private final byte[] bytes;
    private final int from;
    private final int to;

    Kept(RecordFormat format, byte[] bytes, int from, int to) {
      this.format = format;
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    /// What the bytes are.
    public RecordFormat format() {
      return format;
    }

    /// The array that they are in; shared, not to be changed.
    public byte[] bytes() {
      return bytes;
    }

    /// Where they begin.
    public int from() {
      return from;
    }

    /// Where they end, exclusively.
    public int to() {
      return to;
    }

    /// How many bytes there are.
    public int length() {
      return to - from;
    }
  }

  /// Makes records of where they stand in a body, which is needed of rejected ones alone.
  @FunctionalInterface
  interface Slices {
    /// The record from `from` to `to`, exclusively.
    RawRecord at(int from, int to);
  }

  /// Records that are what stands in `body`.
  static Slices textOf(RecordFormat format, byte[] body) {
    return (from, to) -> _ -> new Kept(format, body, from, to);
  }

  /// Rows in `body` under a header, which each is kept with.
  static Slices rowsOf(String header, byte[] body) {
    return (from, to) ->
        _ -> {
          byte[] head = (header + "\n").getBytes(StandardCharsets.UTF_8);
          int end = to;
          while (end > from && (body[end - 1] == '\n' || body[end - 1] == '\r')) {
            end--;
          }
          byte[] all = new byte[head.length + end - from];
          System.arraycopy(head, 0, all, 0, head.length);
          System.arraycopy(body, from, all, head.length, end - from);
          return new Kept(RecordFormat.CSV, all, 0, all.length);
        };
  }
}
