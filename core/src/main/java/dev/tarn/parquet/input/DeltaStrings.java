package dev.tarn.parquet.input;

import java.util.Arrays;

/// Strings of bytes with all lengths before them (Parquet's DELTA_LENGTH_BYTE_ARRAY), or each with
/// how much of its beginning is that of the one before (DELTA_BYTE_ARRAY).
final class DeltaStrings {
  private DeltaStrings() {}

  /// Strings with their lengths first.
  static PageValues withLengths(byte[] bytes, int from, int to) throws DamagedData {
    DeltaNumbers lengths = new DeltaNumbers(bytes, from, to, true);
    return new PageValues() {
      private int at = lengths.end();

      @Override
      public void binary(BinaryValue value) throws DamagedData {
        int length = (int) lengths.number();
        if (length < 0 || length > to - at) {
          throw new DamagedData(
              "a string of " + length + " bytes is begun where " + (to - at) + " are left");
        }
        value.set(bytes, at, length);
        at += length;
      }
    };
  }

  /// Strings with what they share with the one before.
  static PageValues withPrefixes(byte[] bytes, int from, int to) throws DamagedData {
    DeltaNumbers prefixes = new DeltaNumbers(bytes, from, to, true);
    PageValues suffixes = withLengths(bytes, prefixes.end(), to);
    return new PageValues() {
      private final BinaryValue suffix = new BinaryValue();
      private byte[] last = {};
      private int length;

      @Override
      public void binary(BinaryValue value) throws DamagedData {
        int prefix = (int) prefixes.number();
        if (prefix < 0 || prefix > length) {
          throw new DamagedData(
              "a string shares " + prefix + " bytes with the one before, of " + length);
        }
        suffixes.binary(suffix);
        length = prefix + suffix.length();
        if (last.length < length) {
          last = Arrays.copyOf(last, Math.max(length, (int) Math.min(to, last.length * 2L)));
        }
        System.arraycopy(suffix.bytes(), suffix.from(), last, prefix, suffix.length());
        value.set(last, 0, length);
      }
    };
  }
}
