package dev.tarn.parquet.input;

/// Checks what Thrift's compact protocol claims ("Thrift compact protocol encoding"), before the
/// library that reads it takes memory for it: lists are no longer than the bytes that follow, and
/// nothing is nested deeply.
final class ThriftClaims {
  private static final int MOST_DEPTH = 32;

  /// A footer of 16 MiB has fewer, if it has values in them.
  private static final int MOST_STRUCTS = 1_000_000;

  private final byte[] bytes;
  private final int to;
  private int at;
  private int structs;

  private ThriftClaims(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.to = to;
    at = from;
  }

  /// Where the struct ends that begins at `from` and may go on until `to`. Throws [DamagedData]
  /// where there is none.
  static int end(byte[] bytes, int from, int to) throws DamagedData {
    ThriftClaims claims = new ThriftClaims(bytes, from, to);
    claims.struct(1);
    return claims.at;
  }

  private void struct(int depth) throws DamagedData {
    if (depth > MOST_DEPTH || ++structs > MOST_STRUCTS) {
      throw new DamagedData(
          "it has more than " + MOST_DEPTH + " levels or " + MOST_STRUCTS + " parts");
    }
    for (int field = next(); field != 0; field = next()) {
      if (field >> 4 == 0) {
        var _ = number();
      }
      int type = field & 0xf;
      if (type != 1 && type != 2) {
        value(type, depth);
      }
    }
  }

  private void value(int type, int depth) throws DamagedData {
    switch (type) {
      case 1, 2, 3 -> pass(1);
      case 4, 5, 6 -> {
        var _ = number();
      }
      case 7 -> pass(Double.BYTES);
      case 8 -> pass(number());
      case 9, 10 -> {
        int head = next();
        items(head >> 4 == 0xf ? number() : head >> 4, depth, head & 0xf);
      }
      case 11 -> {
        long size = number();
        if (size > 0) {
          int types = next();
          items(size, depth, types >> 4, types & 0xf);
        }
      }
      case 12 -> struct(depth + 1);
      case 13 -> pass(2 * Long.BYTES);
      default -> throw new DamagedData("it has a value of the unknown type " + type);
    }
  }

  private void items(long size, int depth, int... types) throws DamagedData {
    if (depth >= MOST_DEPTH || size < 0 || size > to - at) {
      throw new DamagedData(
          "it says that " + size + " values follow where " + (to - at) + " bytes do");
    }
    for (long i = 0; i < size; i++) {
      for (int type : types) {
        value(type, depth + 1);
      }
    }
  }

  private void pass(long length) throws DamagedData {
    if (length < 0 || length > to - at) {
      throw new DamagedData("it says that " + length + " bytes follow where " + (to - at) + " do");
    }
    at += (int) length;
  }

  private long number() throws DamagedData {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = next();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DamagedData("it has an integer of more than 64 bits");
  }

  private int next() throws DamagedData {
    if (at >= to) {
      throw new DamagedData("it ends too early");
    }
    return bytes[at++] & 0xff;
  }
}
