package dev.tarn.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/// A value that a column is compared with, or the least or greatest that it holds.
public sealed interface Literal {
  /// A boolean.
  record OfBoolean(boolean value) implements Literal {}

  /// An int, a long, or a time of day in the column's own unit.
  record OfLong(long value) implements Literal {}

  /// A float or double; never NaN.
  record OfDouble(double value) implements Literal {}

  /// A string, enum symbol or UUID.
  record OfString(String value) implements Literal {}

  /// A decimal.
  record OfDecimal(BigDecimal value) implements Literal {}

  /// A date.
  record OfDate(LocalDate value) implements Literal {}

  /// A timestamp, in microseconds since 1970-01-01T00:00:00Z.
  record OfTimestamp(long micros) implements Literal {}

  /// The value for people to read: strings in quotes, timestamps as ISO 8601 has them.
  default String toText() {
    return switch (this) {
      case OfBoolean(boolean value) -> Boolean.toString(value);
      case OfLong(long value) -> Long.toString(value);
      case OfDouble(double value) -> Double.toString(value);
      case OfString(String value) -> "'" + value + "'";
      case OfDecimal(BigDecimal value) -> value.toPlainString();
      case OfDate(LocalDate value) -> value.toString();
      case OfTimestamp(long micros) -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    };
  }
}
