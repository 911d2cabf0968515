package dev.tarn.record;

import dev.tarn.problem.Problem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes Avro's binary encoding ("Binary Encoding" in the Avro specification) to memory, which
/// grows as values come. Every method throws [Problem.PayloadTooLarge] where the current record
/// comes to more bytes than one may have.
public final class AvroOutput {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LEAST = 1 << 10;
  private static final int LONGEST_VARINT = 10;

  private final int mostOfRecord;
  private byte[] bytes = new byte[LEAST];
  private int size;
  private int end;
  private long record;

  /// Takes records of `mostOfRecord` bytes at most.
  public AvroOutput(int mostOfRecord) {
    this.mostOfRecord = mostOfRecord;
  }

  /// Begins the record at position `number` of its file.
  public void begin(long number) {
    record = number;
    end = (int) Math.min(Integer.MAX_VALUE - Long.SIZE, (long) size + mostOfRecord);
  }

  /// How many bytes there are.
  public int size() {
    return size;
  }

  /// Forgets all bytes.
  public void clear() {
    size = 0;
  }

  /// A copy of all bytes.
  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (more > end - size) {
      throw new Problem.PayloadTooLarge(
              "the record at position "
                  + record
                  + " comes to more than the "
                  + mostOfRecord
                  + " bytes that one may have")
          .exception();
    }
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(end, Math.max(size + more, bytes.length * 2L)));
    }
  }

  /// Puts an `int` or `long`, the number of a union's type, or of the items that follow.
  public void putLong(long value) {
    if (end - size < LONGEST_VARINT || bytes.length - size < LONGEST_VARINT) {
      room(LONGEST_VARINT);
    }
    long left = value << 1 ^ value >> 63;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /// Puts a `boolean`.
  public void putBoolean(boolean value) {
    room(1);
    bytes[size++] = (byte) (value ? 1 : 0);
  }

  /// Puts a `float` by its bits.
  public void putFloat(int bits) {
    room(Float.BYTES);
    INT.set(bytes, size, bits);
    size += Float.BYTES;
  }

  /// Puts a `double` by its bits.
  public void putDouble(long bits) {
    room(Double.BYTES);
    LONG.set(bytes, size, bits);
    size += Double.BYTES;
  }

  /// Puts a `string` or `bytes`: `length` bytes of `from`, beginning at `offset`.
  public void putBytes(byte[] from, int offset, int length) {
    putLong(length);
    putFixed(from, offset, length);
  }

  /// Puts a `fixed`: `length` bytes of `from`, beginning at `offset`.
  public void putFixed(byte[] from, int offset, int length) {
    room(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  /// Puts a [ForeignType.Kind#INSTANT].
  public void putInstant(long seconds, int nanos) {
    putDouble(seconds);
    putFloat(nanos);
  }
}
