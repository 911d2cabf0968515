package dev.tarn.parquet.input;

import org.apache.parquet.schema.PrimitiveType;

/// How a column's values are laid out.
///
/// @param length of those of a fixed length, in bytes
record PhysicalType(Kind kind, int length) {
  private static final int INT96_BYTES = 12;

  /// Layouts.
  enum Kind {
    BOOLEAN,
    NUMBER_32,
    NUMBER_64,
    BINARY,
    FIXED
  }

  static PhysicalType of(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> new PhysicalType(Kind.BOOLEAN, 1);
      case INT32, FLOAT -> new PhysicalType(Kind.NUMBER_32, Integer.BYTES);
      case INT64, DOUBLE -> new PhysicalType(Kind.NUMBER_64, Long.BYTES);
      case BINARY -> new PhysicalType(Kind.BINARY, 0);
      case INT96 -> new PhysicalType(Kind.FIXED, INT96_BYTES);
      case FIXED_LEN_BYTE_ARRAY -> new PhysicalType(Kind.FIXED, type.getTypeLength());
    };
  }

  /// Whether values are strings of bytes.
  boolean isBinary() {
    return kind == Kind.BINARY || kind == Kind.FIXED;
  }

  /// The fewest bytes that a value has in the encoding PLAIN.
  int leastBytes() {
    return kind == Kind.BINARY ? Integer.BYTES : length;
  }
}
