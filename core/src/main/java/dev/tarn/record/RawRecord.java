package dev.tarn.record;

import java.nio.charset.StandardCharsets;

/// A rejected record as it came.
public interface RawRecord {
  /// What can be kept of the record, the first `most` bytes of it or a few more.
  Kept kept(int most);

  /// Bytes from `from` to `to`, exclusively, of an array that is not to be changed.
  ///
  /// @param format [RecordFormat#JSON] for one object; [RecordFormat#CSV] for the header and one
  ///   row; [RecordFormat#AVRO] for the record in Avro's binary encoding, without its schema
  @SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
  record Kept(RecordFormat format, byte[] bytes, int from, int to) {
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
