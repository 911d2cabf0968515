package dev.tarn.table;

import java.math.BigDecimal;
import java.time.LocalDate;

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
}
