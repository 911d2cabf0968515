package dev.tarn.parquet.input;

import java.util.Optional;

/// Which of the encodings the values of a page are in ("Encodings" in the Parquet format).
final class PageEncodings {
  private PageEncodings() {}

  /// The values of `page`, those that are not null.
  static PageValues values(DataPage page, PhysicalType type, Optional<Dictionary> dictionary)
      throws DamagedData {
    byte[] bytes = page.bytes();
    int from = page.data();
    int to = page.end();
    if (from == to) {
      // All values are null, and some writers then leave out even what the encoding begins with.
      return new PlainValues(type, bytes, from, to);
    }
    return switch (page.encoding()) {
      case PLAIN -> new PlainValues(type, bytes, from, to);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> indexed(bytes, from, to, dictionary);
      case RLE -> booleans(type, bytes, from, to);
      case DELTA_BINARY_PACKED -> numbers(type, bytes, from, to);
      case DELTA_LENGTH_BYTE_ARRAY -> strings(type, DeltaStrings.withLengths(bytes, from, to));
      case DELTA_BYTE_ARRAY -> strings(type, DeltaStrings.withPrefixes(bytes, from, to));
      case BYTE_STREAM_SPLIT -> new SplitValues(type, bytes, from, to);
      default ->
          throw new DamagedData("values in the encoding " + page.encoding() + " are not read");
    };
  }

  private static PageValues indexed(byte[] bytes, int from, int to, Optional<Dictionary> dictionary)
      throws DamagedData {
    if (dictionary.isEmpty()) {
      throw new DamagedData("it refers to a dictionary, and none precedes it");
    }
    int width = bytes[from];
    if (width < 0 || width > Integer.SIZE) {
      throw new DamagedData("its references to the dictionary have " + width + " bits");
    }
    return dictionary.get().at(new RunLengths(bytes, from + 1, to, width));
  }

  private static PageValues booleans(PhysicalType type, byte[] bytes, int from, int to)
      throws DamagedData {
    if (type.kind() != PhysicalType.Kind.BOOLEAN) {
      throw new DamagedData("values of its type cannot be in the encoding RLE");
    }
    RunLengths runs =
        new RunLengths(bytes, from + Integer.BYTES, LengthBefore.end(bytes, from, to), 1);
    return new PageValues() {
      @Override
      public long number() throws DamagedData {
        return runs.next();
      }
    };
  }

  private static PageValues numbers(PhysicalType type, byte[] bytes, int from, int to)
      throws DamagedData {
    boolean narrow = type.kind() == PhysicalType.Kind.NUMBER_32;
    if (!narrow && type.kind() != PhysicalType.Kind.NUMBER_64) {
      throw new DamagedData("values of its type cannot be in the encoding DELTA_BINARY_PACKED");
    }
    return new DeltaNumbers(bytes, from, to, narrow);
  }

  private static PageValues strings(PhysicalType type, PageValues strings) throws DamagedData {
    if (type.kind() == PhysicalType.Kind.BINARY) {
      return strings;
    }
    if (type.kind() != PhysicalType.Kind.FIXED) {
      throw new DamagedData("values of its type cannot be in an encoding of strings");
    }
    return new PageValues() {
      @Override
      public void binary(BinaryValue value) throws DamagedData {
        strings.binary(value);
        if (value.length() != type.length()) {
          throw new DamagedData(
              "a value has " + value.length() + " bytes where all have " + type.length());
        }
      }
    };
  }
}
