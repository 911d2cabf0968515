package dev.tarn.parquet.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Values in Parquet's encoding PLAIN.
final class PlainValues implements PageValues {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final PhysicalType type;
  private final byte[] bytes;
  private final int to;
  private int at;
  private int bit;

  PlainValues(PhysicalType type, byte[] bytes, int from, int to) {
    this.type = type;
    this.bytes = bytes;
    this.to = to;
    at = from;
  }

  private int take(int length) throws DamagedData {
    if (length < 0 || length > to - at) {
      throw new DamagedData(
          "a value of " + length + " bytes is begun where " + (to - at) + " are left");
    }
    int from = at;
    at += length;
    return from;
  }

  @Override
  public long number() throws DamagedData {
    return switch (type.kind()) {
      case BOOLEAN -> {
        if (bit == 0) {
          var _ = take(1);
        }
        long value = bytes[at - 1] >> bit & 1;
        bit = bit + 1 & 7;
        yield value;
      }
      case NUMBER_32 -> (int) INT.get(bytes, take(Integer.BYTES));
      case NUMBER_64 -> (long) LONG.get(bytes, take(Long.BYTES));
      case BINARY, FIXED -> throw new DamagedData("its type has no numbers");
    };
  }

  @Override
  public void binary(BinaryValue value) throws DamagedData {
    int length =
        type.kind() == PhysicalType.Kind.FIXED
            ? type.length()
            : (int) INT.get(bytes, take(Integer.BYTES));
    value.set(bytes, take(length), length);
  }
}
