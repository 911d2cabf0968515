package dev.tarn.record;

import com.fasterxml.jackson.core.io.NumberInput;

/// Numbers from their JSON text (RFC 8259, section 6), exact or correctly rounded, never by way of
/// another type.
final class NumberText {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final int EXACT_DIGITS = 18;
  private static final int LONGEST_EXPONENT = 8;

  private NumberText() {}

  /// Whether an integer's text, an optional minus and digits, is that of a long.
  static boolean fitsLong(char[] text, int offset, int length) {
    boolean negative = text[offset] == '-';
    int digits = negative ? length - 1 : length;
    if (digits != 19) {
      return digits < 19;
    }
    String limit = negative ? "9223372036854775808" : "9223372036854775807";
    int from = offset + length - digits;
    for (int i = 0; i < digits; i++) {
      int difference = text[from + i] - limit.charAt(i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return true;
  }

  /// The value of an integer's text that [#fitsLong].
  static long toLong(char[] text, int offset, int length) {
    boolean negative = text[offset] == '-';
    long value = 0;
    for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
      value = value * 10 - (text[i] - '0');
    }
    return negative ? value : -value;
  }

  /// The double nearest to a number; infinite if it is beyond all doubles.
  ///
  /// Up to 18 digits that make an integer below 2^53, times or divided by a power of ten that is
  /// exact too, need one rounding only (W. D. Clinger, "How to read floating point numbers
  /// accurately", 1990, section 3); the rest goes the long way.
  static double toDouble(char[] text, int offset, int length) {
    int end = offset + length;
    boolean negative = text[offset] == '-';
    long digits = 0;
    int count = 0;
    int power = 0;
    int i = negative ? offset + 1 : offset;
    for (; i < end && isDigit(text[i]); i++, count++) {
      digits = digits * 10 + (text[i] - '0');
    }
    if (i < end && text[i] == '.') {
      int point = ++i;
      for (; i < end && isDigit(text[i]); i++, count++) {
        digits = digits * 10 + (text[i] - '0');
      }
      power = point - i;
    }
    if (i < end) {
      boolean small = text[++i] == '-';
      if (small || text[i] == '+') {
        i++;
      }
      if (end - i > LONGEST_EXPONENT) {
        count = Integer.MAX_VALUE;
      } else {
        int exponent = (int) toLong(text, i, end - i);
        power += small ? -exponent : exponent;
      }
    }
    if (count > EXACT_DIGITS || digits > EXACT_IN_DOUBLE || power < -22 || power > 22) {
      return NumberInput.parseDouble(text, offset, length, true);
    }
    double value = power < 0 ? digits / POWERS_OF_TEN[-power] : digits * POWERS_OF_TEN[power];
    return negative ? -value : value;
  }

  /// The float nearest to a number; infinite if it is beyond all floats.
  static float toFloat(char[] text, int offset, int length) {
    return NumberInput.parseFloat(text, offset, length, true);
  }

  /// Whether `text` is a number as JSON writes it.
  static boolean isNumber(char[] text, int offset, int length) {
    int end = offset + length;
    int i = offset;
    if (i < end && text[i] == '-') {
      i++;
    }
    int whole = i;
    i = digits(text, i, end);
    if (i == whole || (text[whole] == '0' && i > whole + 1)) {
      return false;
    }
    if (i < end && text[i] == '.') {
      int point = ++i;
      i = digits(text, i, end);
      if (i == point) {
        return false;
      }
    }
    if (i < end && (text[i] == 'e' || text[i] == 'E')) {
      i++;
      if (i < end && (text[i] == '+' || text[i] == '-')) {
        i++;
      }
      int exponent = i;
      i = digits(text, i, end);
      if (i == exponent) {
        return false;
      }
    }
    return i == end;
  }

  private static int digits(char[] text, int from, int end) {
    int i = from;
    while (i < end && isDigit(text[i])) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
