package dev.tarn.parquet.input;

/// The values of a column chunk that its pages refer to by number.
final class Dictionary {
  private final byte[] bytes;
  private final long[] numbers;
  private final int[] offsets;
  private final int[] lengths;
  private final int size;

  /// The first `size` values of `type` in `page`.
  Dictionary(PhysicalType type, int size, byte[] page) throws DamagedData {
    if (size < 0 || (long) size * type.leastBytes() > page.length) {
      throw new DamagedData(
          "the dictionary says that it has " + size + " values in " + page.length + " bytes");
    }
    this.size = size;
    bytes = page;
    PlainValues values = new PlainValues(type, page, 0, page.length);
    numbers = new long[type.isBinary() ? 0 : size];
    offsets = new int[type.isBinary() ? size : 0];
    lengths = new int[type.isBinary() ? size : 0];
    BinaryValue value = new BinaryValue();
    for (int i = 0; i < size; i++) {
      if (type.isBinary()) {
        values.binary(value);
        offsets[i] = value.from();
        lengths[i] = value.length();
      } else {
        numbers[i] = values.number();
      }
    }
  }

  /// The values that `indexes` refer to.
  PageValues at(RunLengths indexes) {
    return new PageValues() {
      @Override
      public long number() throws DamagedData {
        return numbers[index(indexes)];
      }

      @Override
      public void binary(BinaryValue value) throws DamagedData {
        int index = index(indexes);
        value.set(bytes, offsets[index], lengths[index]);
      }
    };
  }

  private int index(RunLengths indexes) throws DamagedData {
    int index = indexes.next();
    if (index < 0 || index >= size) {
      throw new DamagedData(
          "it refers to value " + Integer.toUnsignedString(index) + " of a dictionary of " + size);
    }
    return index;
  }

  /// How many bytes are kept in all.
  long bytes() {
    return bytes.length + (long) size * Long.BYTES;
  }
}
