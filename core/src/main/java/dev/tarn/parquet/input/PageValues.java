package dev.tarn.parquet.input;

/// The values of a page, one after another, in one of Parquet's encodings. Which of the two methods
/// is right follows from the column's type; an encoding that has no such values throws
/// [DamagedData].
interface PageValues {
  /// The next value of a BOOLEAN (0 or 1), INT32 or INT64, or the bits of a FLOAT or DOUBLE; of 32
  /// bits with its sign.
  default long number() throws DamagedData {
    throw new DamagedData("its encoding has no numbers");
  }

  /// Has `value` be the next value of a BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY or INT96.
  default void binary(BinaryValue value) throws DamagedData {
    throw new DamagedData("its encoding has no strings of bytes");
  }
}
