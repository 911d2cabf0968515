package dev.tarn.table;

import java.math.BigDecimal;
import java.time.LocalDate;

/// How one literal may stand to another. Numbers of different types are compared as engines do it,
/// exactly or after rounding one to the other's type, which need not give the same order: then
/// several answers are possible. Literals that do not compare may stand in any way.
///
/// @param less whether the first may be less than the second
/// @param equal whether they may be equal
/// @param greater whether the first may be greater
record LiteralOrder(boolean less, boolean equal, boolean greater) {
  /// A day in microseconds.
  static final long DAY = 86_400_000_000L;

  private static final LiteralOrder ANY = new LiteralOrder(true, true, true);
  private static final long LARGEST_DAY = Long.MAX_VALUE / DAY - 1;

  /// How `first` may stand to `second`.
  static LiteralOrder compare(Literal first, Literal second) {
    return switch (first) {
      case Literal.OfBoolean a ->
          second instanceof Literal.OfBoolean b ? of(Boolean.compare(a.value(), b.value())) : ANY;
      case Literal.OfString a ->
          second instanceof Literal.OfString b ? of(codePoints(a.value(), b.value())) : ANY;
      case Literal.OfDate a ->
          second instanceof Literal.OfDate b
              ? of(a.value().compareTo(b.value()))
              : second instanceof Literal.OfTimestamp b && isDay(a.value())
                  ? of(Long.compare(midnight(a.value()), b.micros()))
                  : ANY;
      case Literal.OfTimestamp a ->
          second instanceof Literal.OfTimestamp b
              ? of(Long.compare(a.micros(), b.micros()))
              : second instanceof Literal.OfDate b && isDay(b.value())
                  ? of(Long.compare(a.micros(), midnight(b.value())))
                  : ANY;
      case Literal.OfLong a ->
          second instanceof Literal.OfLong b
              ? of(Long.compare(a.value(), b.value()))
              : numbers(a, second);
      case Literal.OfDecimal a ->
          second instanceof Literal.OfDecimal b
              ? of(a.value().compareTo(b.value()))
              : numbers(a, second);
      case Literal.OfDouble a -> numbers(a, second);
    };
  }

  /// The first microsecond of `date` in UTC.
  static long midnight(LocalDate date) {
    return date.toEpochDay() * DAY;
  }

  boolean mayBeLess() {
    return less;
  }

  boolean mayBeLessOrEqual() {
    return less || equal;
  }

  boolean mayBeGreater() {
    return greater;
  }

  boolean mayBeGreaterOrEqual() {
    return greater || equal;
  }

  boolean mayDiffer() {
    return less || greater;
  }

  private static LiteralOrder of(int comparison) {
    return new LiteralOrder(comparison < 0, comparison == 0, comparison > 0);
  }

  private LiteralOrder or(LiteralOrder other) {
    return new LiteralOrder(less || other.less, equal || other.equal, greater || other.greater);
  }

  private static LiteralOrder numbers(Literal first, Literal second) {
    if (!isNumber(first) || !isNumber(second)) {
      return ANY;
    }
    double a = asDouble(first);
    double b = asDouble(second);
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return ANY;
    }
    // Rounding keeps the order but for making different numbers equal.
    LiteralOrder rounded = of(compare(a, b)).or(of(compare((float) a, (float) b)));
    return Double.isInfinite(a) || Double.isInfinite(b)
        ? rounded
        : rounded.or(of(exact(first).compareTo(exact(second))));
  }

  /// Both zeros are equal here, other than by [Double#compare].
  private static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static boolean isNumber(Literal literal) {
    return literal instanceof Literal.OfLong
        || literal instanceof Literal.OfDouble
        || literal instanceof Literal.OfDecimal;
  }

  private static double asDouble(Literal number) {
    return switch (number) {
      case Literal.OfLong n -> n.value();
      case Literal.OfDouble n -> n.value();
      case Literal.OfDecimal n -> n.value().doubleValue();
      case Literal.OfBoolean n -> Double.NaN;
      case Literal.OfString n -> Double.NaN;
      case Literal.OfDate n -> Double.NaN;
      case Literal.OfTimestamp n -> Double.NaN;
    };
  }

  private static BigDecimal exact(Literal number) {
    return number instanceof Literal.OfLong n
        ? BigDecimal.valueOf(n.value())
        : number instanceof Literal.OfDecimal n ? n.value() : new BigDecimal(asDouble(number));
  }

  private static boolean isDay(LocalDate date) {
    return Math.abs(date.toEpochDay()) <= LARGEST_DAY;
  }

  private static int codePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others, but are not the highest chars.
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? Character.compare(x, y) : xHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
