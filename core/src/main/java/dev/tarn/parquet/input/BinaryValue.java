package dev.tarn.parquet.input;

/// Where a value of bytes stands, until the next one is read.
final class BinaryValue {
  private byte[] bytes = {};
  private int from;
  private int length;

  void set(byte[] in, int offset, int size) {
    bytes = in;
    from = offset;
    length = size;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }
}
