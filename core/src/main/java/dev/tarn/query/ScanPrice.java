package dev.tarn.query;

import dev.tarn.price.ListPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// What a query costs that pays for the bytes it scans, by the [list prices][ListPrice] of
/// us-east-1: 10 MB at least (Amazon Athena pricing).
final class ScanPrice {
  private static final long LEAST_BYTES = 10L * 1024 * 1024;
  private static final BigDecimal BYTES_PER_TERABYTE = BigDecimal.valueOf(1L << 40);

  private ScanPrice() {}

  /// In US dollars, for the scan alone.
  static BigDecimal of(long bytes) {
    BigDecimal terabytes =
        BigDecimal.valueOf(Math.max(bytes, LEAST_BYTES))
            .divide(BYTES_PER_TERABYTE, MathContext.DECIMAL64);
    return ListPrice.SCAN.of(terabytes).setScale(9, RoundingMode.HALF_UP).stripTrailingZeros();
  }
}
