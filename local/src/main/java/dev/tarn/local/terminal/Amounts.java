package dev.tarn.local.terminal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them.
public final class Amounts {
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Amounts() {}

  /// A whole number with commas, such as `1,707`.
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A number of things, such as `1 file` or `8 files`.
  public static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /// A size in powers of 1000, such as `92.6 kB`.
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(
            Locale.ROOT, amount < 9.95 ? "%.1f %s" : "%.0f %s", amount, BYTE_UNITS[unit]);
  }

  /// A duration, such as `34 ms` or `1.2 s`.
  public static String time(Duration duration) {
    long millis = duration.toMillis();
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  /// A price in dollars with two digits that matter, such as `$0.0000042`.
  public static String dollars(double dollars) {
    if (!(dollars > 0)) {
      return "$0";
    }
    BigDecimal price = BigDecimal.valueOf(dollars);
    int digits = price.precision() - price.scale();
    return "$"
        + price
            .setScale(Math.max(2 - digits, 2), java.math.RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }
}
