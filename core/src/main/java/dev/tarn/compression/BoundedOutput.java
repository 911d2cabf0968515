package dev.tarn.compression;

import java.util.Arrays;

/// Bytes that grow as they come, up to a bound.
final class BoundedOutput {
  private static final int LEAST = 256;
  private static final int EXPECTED_RATIO = 4;

  private final int most;
  private byte[] bytes;
  private int size;

  /// Of `most` bytes at most, made of `compressed` ones.
  BoundedOutput(int compressed, int most) {
    this.most = most;
    long expected = Math.max(LEAST, (long) compressed * EXPECTED_RATIO);
    bytes = new byte[(int) Math.min(most, expected)];
  }

  /// The bytes so far, [#size] of them; room for `more` follows, or for what is left of the bound,
  /// whichever is less.
  byte[] room(int more) {
    long wanted = Math.min(most, (long) size + more);
    if (bytes.length < wanted) {
      long grown = Math.min(most, Math.max(wanted, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, (int) grown);
    }
    return bytes;
  }

  int size() {
    return size;
  }

  int most() {
    return most;
  }

  /// How many more there may be.
  int left() {
    return most - size;
  }

  /// Takes `more` bytes that were put into the room.
  void advance(int more) {
    size += more;
  }

  void add(byte[] from, int offset, int length) throws ExpansionException {
    if (length > left()) {
      throw new ExpansionException(most);
    }
    System.arraycopy(from, offset, room(length), size, length);
    size += length;
  }

  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
