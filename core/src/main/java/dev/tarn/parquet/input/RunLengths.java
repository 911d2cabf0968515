package dev.tarn.parquet.input;

/// Small numbers in runs of one number, or packed by bits (Parquet's "Run Length Encoding /
/// Bit-Packing Hybrid"). The library's reader takes memory for as many as a run claims.
final class RunLengths {
  private final byte[] bytes;
  private final int to;
  private final int width;
  private int at;
  private long left;
  private boolean packed;
  private int repeated;
  private int base;
  private long bit;

  /// Numbers of `width` bits, 32 at most, in the bytes from `from` to `to`, exclusively.
  RunLengths(byte[] bytes, int from, int to, int width) {
    this.bytes = bytes;
    this.to = to;
    this.width = width;
    at = from;
  }

  /// The next number.
  int next() throws DamagedData {
    while (left == 0) {
      run();
    }
    left--;
    return packed ? unpacked() : repeated;
  }

  private void run() throws DamagedData {
    long header = 0;
    int shift = 0;
    int next;
    do {
      if (at >= to || shift > 28) {
        throw new DamagedData(at >= to ? "its numbers end too early" : "a run has no length");
      }
      next = bytes[at++] & 0xff;
      header |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next >= 0x80);
    packed = (header & 1) == 1;
    if (packed) {
      long groups = header >>> 1;
      left = groups * Byte.SIZE;
      base = at;
      bit = 0;
      // The last run's padding is left out by some writers; what is missing is missed when read.
      at = (int) Math.min(to, at + groups * width);
    } else {
      left = header >>> 1;
      repeated = number((width + Byte.SIZE - 1) / Byte.SIZE);
    }
  }

  private int number(int length) throws DamagedData {
    if (length > to - at) {
      throw new DamagedData("a run ends too early");
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[at++] & 0xff) << (i * Byte.SIZE);
    }
    return value;
  }

  private int unpacked() throws DamagedData {
    int first = base + (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    int last = base + (int) ((bit + width - 1) >>> 3);
    if (width > 0 && last >= at) {
      throw new DamagedData("its numbers end too early");
    }
    long value = 0;
    for (int i = first; i <= last; i++) {
      value |= (bytes[i] & 0xffL) << ((i - first) * Byte.SIZE);
    }
    bit += width;
    return (int) (value >>> shift & (1L << width) - 1);
  }
}
