package dev.tarn.query.athena;

import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Names, values and conditions in Athena's SQL (Trino documentation, "SQL language"). A time of
/// day is a number in a table that Athena reads, as it is in a literal here.
final class TrinoLiterals {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private static final int MAX_PRECISION = 38;

  private TrinoLiterals() {}

  /// `name` in quotes.
  static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /// `text` as a string.
  static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// A parameter's value: one of the types in [dev.tarn.query.Query#parameters].
  static String parameter(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Boolean flag -> flag.toString();
      case Long number -> integer(number);
      case Double number -> "DOUBLE '" + number + "'";
      case BigDecimal number -> decimal(number);
      case String text -> string(text);
      default -> throw new IllegalArgumentException("no parameter is a " + value.getClass());
    };
  }

  /// `predicate` as a condition.
  static String condition(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare(String column, Predicate.Comparison comparison, Literal literal) ->
          path(column) + operator(comparison) + literal(literal);
      case Predicate.In(String column, List<Literal> literals) ->
          literals.isEmpty()
              ? "false"
              : literals.stream()
                  .map(TrinoLiterals::literal)
                  .collect(Collectors.joining(", ", path(column) + " IN (", ")"));
      case Predicate.IsNull(String column) -> path(column) + " IS NULL";
      case Predicate.IsNotNull(String column) -> path(column) + " IS NOT NULL";
      case Predicate.Like(String column, String pattern, boolean negated) ->
          path(column) + (negated ? " NOT LIKE " : " LIKE ") + string(pattern) + " ESCAPE '\\'";
      case Predicate.And(List<Predicate> parts) -> join(parts, " AND ", "true");
      case Predicate.Or(List<Predicate> parts) -> join(parts, " OR ", "false");
    };
  }

  private static String join(List<Predicate> parts, String by, String none) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(TrinoLiterals::condition).collect(Collectors.joining(by, "(", ")"));
  }

  private static String path(String column) {
    return Arrays.stream(column.split("\\.", -1))
        .map(TrinoLiterals::name)
        .collect(Collectors.joining("."));
  }

  private static String operator(Predicate.Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> " = ";
      case NOT_EQUAL -> " <> ";
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case GREATER -> " > ";
      case GREATER_OR_EQUAL -> " >= ";
    };
  }

  private static String literal(Literal literal) {
    return switch (literal) {
      case Literal.OfBoolean(boolean value) -> Boolean.toString(value);
      case Literal.OfLong(long value) -> integer(value);
      case Literal.OfDouble(double value) -> "DOUBLE '" + value + "'";
      case Literal.OfString(String value) -> string(value);
      case Literal.OfDecimal(BigDecimal value) -> decimal(value);
      case Literal.OfDate(LocalDate value) -> "DATE '" + value + "'";
      case Literal.OfTimestamp(long micros) ->
          "TIMESTAMP '" + TIMESTAMP.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)) + " UTC'";
    };
  }

  /// The least of them has no digits of its own: a minus and too large a number.
  private static String integer(long value) {
    return value == Long.MIN_VALUE ? "BIGINT '" + value + "'" : Long.toString(value);
  }

  private static String decimal(BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    return Math.max(plain.precision(), plain.scale()) > MAX_PRECISION
        ? "DOUBLE '" + value + "'"
        : "DECIMAL '" + plain.toPlainString() + "'";
  }
}
