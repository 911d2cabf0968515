package dev.tarn.query;

import dev.tarn.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// What files of typed columns hold for a type without others in it. A type that they have no
/// counterpart of is [#TEXT].
public enum ScalarType {
  NULL,
  BOOLEAN,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  FLOAT,
  DOUBLE,
  DECIMAL,
  DATE,
  TIME_MICROS,
  TIME_NANOS,
  LOCAL_MICROS,
  LOCAL_NANOS,
  INSTANT_MICROS,
  BINARY,
  UUID,
  TEXT;

  /// As many digits as readers of Parquet and Arrow have decimals of.
  public static final int MOST_DIGITS = 38;

  private static final long NANOS_PER_MICRO = 1_000;

  /// What holds values of `type`.
  public static ScalarType of(ResultType.Plain type) {
    return switch (type.name()) {
      case "NULL" -> NULL;
      case "BOOLEAN" -> BOOLEAN;
      case "TINYINT" -> INT8;
      case "SMALLINT" -> INT16;
      case "INTEGER" -> INT32;
      case "BIGINT" -> INT64;
      case "UTINYINT" -> UINT8;
      case "USMALLINT" -> UINT16;
      case "UINTEGER" -> UINT32;
      case "UBIGINT" -> UINT64;
      case "HUGEINT", "UHUGEINT", "DECIMAL" -> DECIMAL;
      case "FLOAT" -> FLOAT;
      case "DOUBLE" -> DOUBLE;
      case "BLOB" -> BINARY;
      case "DATE" -> DATE;
      case "TIME" -> TIME_MICROS;
      case "TIME_NS" -> TIME_NANOS;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS" -> LOCAL_MICROS;
      case "TIMESTAMP_NS" -> LOCAL_NANOS;
      case "TIMESTAMP WITH TIME ZONE" -> INSTANT_MICROS;
      case "UUID" -> UUID;
      default -> TEXT;
    };
  }

  /// The digits of a [#DECIMAL] of `type`.
  public static int precision(ResultType.Plain type) {
    return type.arguments().isEmpty() ? MOST_DIGITS : type.arguments().get(0);
  }

  /// The digits after the point of a [#DECIMAL] of `type`.
  public static int scale(ResultType.Plain type) {
    return type.arguments().isEmpty() ? 0 : type.arguments().get(1);
  }

  /// A whole number, or a time as its count of units: days of a date, micro- or nanoseconds of all
  /// others, from midnight or from 1970 in UTC. Throws [Problem.SqlRefused] for an infinite time.
  public static long whole(Object value, ScalarType type) {
    return switch (value) {
      case Long number -> number;
      case BigInteger number -> number.longValue();
      case LocalDate date -> date.toEpochDay();
      case LocalTime time ->
          type == TIME_NANOS ? time.toNanoOfDay() : time.toNanoOfDay() / NANOS_PER_MICRO;
      case LocalDateTime time -> since1970(time.toInstant(ZoneOffset.UTC), type);
      case Instant time -> since1970(time, type);
      default ->
          throw new Problem.SqlRefused(
                  "the time '%s' has no place in files of typed columns; CAST it to VARCHAR"
                      .formatted(value))
              .exception();
    };
  }

  /// The unscaled value of a decimal of `type`. Throws [Problem.SqlRefused] where it has too many
  /// digits.
  public static BigInteger unscaled(Object value, ResultType.Plain type) {
    BigDecimal decimal =
        switch (value) {
          case BigDecimal number -> number;
          case BigInteger number -> new BigDecimal(number);
          case Long number -> BigDecimal.valueOf(number);
          default -> throw new IllegalArgumentException("no decimal is a " + value.getClass());
        };
    BigDecimal scaled = decimal.setScale(scale(type));
    if (scaled.precision() > precision(type)) {
      throw new Problem.SqlRefused(
              "the number %s has more than the %d digits that files of typed columns can hold; CAST"
                      .formatted(decimal.toPlainString(), precision(type))
                  + " it to VARCHAR")
          .exception();
    }
    return scaled.unscaledValue();
  }

  private static long since1970(Instant time, ScalarType type) {
    return (type == LOCAL_NANOS ? ChronoUnit.NANOS : ChronoUnit.MICROS)
        .between(Instant.EPOCH, time);
  }
}
