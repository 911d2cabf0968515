package dev.tarn.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads Avro's binary encoding ("Binary Encoding" in the Avro specification) from memory. No
/// length is taken before it is known that as many bytes follow.
final class AvroInput {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int at;

  /// Of the bytes from `from` to `to`, exclusively.
  AvroInput(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    at = from;
    end = to;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where the next value begins.
  int position() {
    return at;
  }

  /// Goes to where some value begins.
  void position(int to) {
    at = to;
  }

  int left() {
    return end - at;
  }

  boolean readBoolean() throws DamagedBlock {
    int from = take(1);
    if (bytes[from] != 0 && bytes[from] != 1) {
      throw new DamagedBlock("a boolean is neither 0 nor 1");
    }
    return bytes[from] != 0;
  }

  long readLong() throws DamagedBlock {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw new DamagedBlock("an integer has more than 64 bits");
  }

  int readInt() throws DamagedBlock {
    long value = readLong();
    if (value != (int) value) {
      throw new DamagedBlock("an int has more than 32 bits");
    }
    return (int) value;
  }

  float readFloat() throws DamagedBlock {
    return (float) FLOAT.get(bytes, take(Float.BYTES));
  }

  double readDouble() throws DamagedBlock {
    return (double) DOUBLE.get(bytes, take(Double.BYTES));
  }

  /// The length of a string or byte string, all of which follows.
  int readLength() throws DamagedBlock {
    long length = readLong();
    if (length < 0 || length > left()) {
      throw new DamagedBlock(
          "a string of " + length + " bytes is begun where " + left() + " are left");
    }
    return (int) length;
  }

  /// A number from 0 to below `count`.
  int readIndex(int count) throws DamagedBlock {
    long index = readLong();
    if (index < 0 || index >= count) {
      throw new DamagedBlock("there are " + count + " alternatives, and none has number " + index);
    }
    return (int) index;
  }

  /// How many items the next block of an array or map has; 0 at its end.
  long readItems() throws DamagedBlock {
    long items = readLong();
    if (items < 0) {
      items = -items;
      readLong();
    }
    if (items < 0) {
      throw new DamagedBlock("an array or map has a negative length");
    }
    return items;
  }

  /// Passes `length` bytes and returns where they begin.
  int take(int length) throws DamagedBlock {
    if (length > end - at) {
      throw new DamagedBlock("the bytes end within a value");
    }
    int from = at;
    at += length;
    return from;
  }
}
