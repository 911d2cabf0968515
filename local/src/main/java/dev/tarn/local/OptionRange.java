package dev.tarn.local;

import dev.tarn.local.terminal.UserFailure;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values of options, refused where they are out of range.
final class OptionRange {
  private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)/(min|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(B|kB|MB|GB|TB)?");
  private static final double MOST_RECORDS_PER_HOUR = 3_600_000;

  private OptionRange() {}

  /// `value`, if it is from `least` to `most`.
  static long whole(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UserFailure(
          String.format(Locale.ROOT, "%s is from %,d to %,d, not %,d", option, least, most, value));
    }
    return value;
  }

  /// `value`, if it is a number from `least` to `most`.
  static double number(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new UserFailure(
          "%s is from %s to %s, not %s".formatted(option, plain(least), plain(most), plain(value)));
    }
    return value;
  }

  /// Things an hour, of a text such as `1/min`, `6/h` or `24/d`.
  static double rate(String option, String text) {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw new UserFailure(
          option + " is a number per min, h or d, such as 1/min, 6/h or 24/d, not '" + text + "'");
    }
    double amount = Double.parseDouble(matcher.group(1));
    double perHour =
        switch (matcher.group(2)) {
          case "min" -> amount * 60;
          case "h" -> amount;
          default -> amount / 24;
        };
    return number(option + " in an hour", perHour, 0, MOST_RECORDS_PER_HOUR);
  }

  /// Bytes, of a text such as `500`, `64kB` or `1.5GB`, in powers of 1,000.
  static double size(String option, String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new UserFailure(
          option + " is a size such as 500, 64kB, 20MB or 1.5GB, not '" + text + "'");
    }
    double amount = Double.parseDouble(matcher.group(1));
    String unit = matcher.group(2);
    if (unit == null) {
      return amount;
    }
    return switch (unit) {
      case "kB" -> amount * 1e3;
      case "MB" -> amount * 1e6;
      case "GB" -> amount * 1e9;
      case "TB" -> amount * 1e12;
      default -> amount;
    };
  }

  private static String plain(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
