package dev.tarn.record;

/// Reads a [Tape] from some mark on, value by value.
final class TapeCursor {
  private final byte[][] blocks;
  private int index;
  private byte[] block;
  private int at;

  TapeCursor(byte[][] blocks, long mark) {
    this.blocks = blocks;
    index = (int) (mark >>> Integer.SIZE);
    block = blocks[index];
    at = (int) mark;
  }

  int readByte() {
    room();
    return block[at++];
  }

  int readInt() {
    room();
    int value = (int) Tape.INT.get(block, at);
    at += Integer.BYTES;
    return value;
  }

  long readLong() {
    room();
    long value = (long) Tape.LONG.get(block, at);
    at += Long.BYTES;
    return value;
  }

  int readCount() {
    room();
    byte read = block[at++];
    int value = read & 0x7f;
    for (int shift = 7; read < 0; shift += 7) {
      read = block[at++];
      value |= (read & 0x7f) << shift;
    }
    return value;
  }

  /// Gives the next byte string to `visitor`.
  void readBytes(RecordVisitor visitor) {
    int length = readCount();
    int from = claim(length);
    visitor.addBytes(block, from, length);
  }

  /// The next byte string as text.
  String readText() {
    int length = readCount();
    int from = claim(length);
    return new String(block, from, length, java.nio.charset.StandardCharsets.UTF_8);
  }

  /// Passes the next byte string and returns its keyed hash.
  long readHash(long seed) {
    int length = readCount();
    int from = claim(length);
    return ByteHash.hash(block, from, length, seed);
  }

  private int claim(int length) {
    if (block.length - at < length) {
      next();
    }
    int from = at;
    at += length;
    return from;
  }

  private void room() {
    if (block.length - at < Tape.ROOM) {
      next();
    }
  }

  private void next() {
    block = blocks[++index];
    at = 0;
  }
}
