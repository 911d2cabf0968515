package dev.tarn.parquet.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Parts of pages that their length precedes, in four bytes.
final class LengthBefore {
  private LengthBefore() {}

  /// Where the part ends whose length stands at `from`. Throws [DamagedData] where that is after
  /// `to`.
  static int end(byte[] bytes, int from, int to) throws DamagedData {
    if (to - from < Integer.BYTES) {
      throw new DamagedData("it ends before its values");
    }
    int length =
        ByteBuffer.wrap(bytes, from, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > to - from - Integer.BYTES) {
      throw new DamagedData(
          "it says that a part has "
              + length
              + " bytes where "
              + (to - from - Integer.BYTES)
              + " are left");
    }
    return from + Integer.BYTES + length;
  }
}
