package dev.tarn.parquet.input;

/// Values of a fixed length, the first bytes of all before the second of all (Parquet's
/// BYTE_STREAM_SPLIT).
final class SplitValues implements PageValues {
  private final byte[] bytes;
  private final int from;
  private final int count;
  private final int length;
  private final byte[] joined;
  private int next;

  SplitValues(PhysicalType type, byte[] bytes, int from, int to) throws DamagedData {
    if (type.kind() == PhysicalType.Kind.BINARY || type.kind() == PhysicalType.Kind.BOOLEAN) {
      throw new DamagedData("values of its type cannot be in the encoding BYTE_STREAM_SPLIT");
    }
    this.bytes = bytes;
    this.from = from;
    length = type.length();
    if ((to - from) % length != 0) {
      throw new DamagedData((to - from) + " bytes do not make values of " + length);
    }
    count = (to - from) / length;
    joined = new byte[length];
  }

  @Override
  public long number() throws DamagedData {
    int at = advance();
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[at + i * count] & 0xffL) << (i * Byte.SIZE);
    }
    return length == Integer.BYTES ? (int) value : value;
  }

  @Override
  public void binary(BinaryValue value) throws DamagedData {
    int at = advance();
    for (int i = 0; i < length; i++) {
      joined[i] = bytes[at + i * count];
    }
    value.set(joined, 0, length);
  }

  private int advance() throws DamagedData {
    if (next >= count) {
      throw new DamagedData("it has " + count + " values, and more are asked for");
    }
    return from + next++;
  }
}
