package dev.tarn.query.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Bytes that grow at their end; numbers are little-endian.
final class GrowingBytes {
  private static final int FIRST = 1 << 10;

  private ByteBuffer bytes = allocate(FIRST);

  int size() {
    return bytes.position();
  }

  void putByte(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  void putShort(int value) {
    room(Short.BYTES).putShort((short) value);
  }

  void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void putAll(byte[] values) {
    room(values.length).put(values);
  }

  /// Sets the bit `index`, counted from the least significant bit of the first byte.
  void setBit(int index) {
    int place = index >> 3;
    bytes.put(place, (byte) (bytes.get(place) | 1 << (index & 7)));
  }

  void clear() {
    bytes.clear();
  }

  /// The content, shared until the next change.
  ByteBuffer content() {
    return bytes.duplicate().flip();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      long wanted = Math.max((long) bytes.position() + more, 2L * bytes.capacity());
      ByteBuffer larger = allocate(Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 8)));
      larger.put(bytes.flip());
      bytes = larger;
    }
    return bytes;
  }

  private static ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
