package dev.tarn.engine;

import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Writes a predicate as a SQL condition on columns of the types in [SqlTypes].
final class PredicateSql {
  private final ColumnPaths columns;

  /// Writes predicates on the dataset that `columns` are of.
  PredicateSql(ColumnPaths columns) {
    this.columns = columns;
  }

  /// `predicate` as a condition.
  String condition(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare(String column, Predicate.Comparison comparison, Literal literal) ->
          SqlQuoting.path(column) + operator(comparison) + literal(column, literal);
      case Predicate.In(String column, List<Literal> literals) ->
          literals.isEmpty()
              ? "false"
              : literals.stream()
                  .map(literal -> literal(column, literal))
                  .collect(Collectors.joining(", ", SqlQuoting.path(column) + " IN (", ")"));
      case Predicate.Like(String column, String pattern, boolean negated) ->
          SqlQuoting.path(column)
              + (negated ? " NOT LIKE " : " LIKE ")
              + SqlQuoting.string(pattern)
              + " ESCAPE '\\'";
      case Predicate.IsNull(String column) -> SqlQuoting.path(column) + " IS NULL";
      case Predicate.IsNotNull(String column) -> SqlQuoting.path(column) + " IS NOT NULL";
      case Predicate.And(List<Predicate> parts) -> join(parts, " AND ", "true");
      case Predicate.Or(List<Predicate> parts) -> join(parts, " OR ", "false");
    };
  }

  /// The top-level columns that `predicate` is on.
  static void collectColumns(Predicate predicate, Set<String> columns) {
    switch (predicate) {
      case Predicate.Compare compare -> columns.add(ColumnPaths.top(compare.column()));
      case Predicate.In in -> columns.add(ColumnPaths.top(in.column()));
      case Predicate.Like like -> columns.add(ColumnPaths.top(like.column()));
      case Predicate.IsNull isNull -> columns.add(ColumnPaths.top(isNull.column()));
      case Predicate.IsNotNull isNotNull -> columns.add(ColumnPaths.top(isNotNull.column()));
      case Predicate.And and -> and.parts().forEach(part -> collectColumns(part, columns));
      case Predicate.Or or -> or.parts().forEach(part -> collectColumns(part, columns));
    }
  }

  private String join(List<Predicate> parts, String by, String none) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(this::condition).collect(Collectors.joining(by, "(", ")"));
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

  private String literal(String column, Literal literal) {
    return switch (literal) {
      case Literal.OfBoolean(boolean value) -> Boolean.toString(value);
      case Literal.OfLong(long value) -> integer(column, value);
      case Literal.OfDouble(double value) -> "CAST('" + value + "' AS DOUBLE)";
      case Literal.OfString(String value) -> SqlQuoting.string(value);
      case Literal.OfDecimal(java.math.BigDecimal value) -> "(" + value.toPlainString() + ")";
      case Literal.OfDate(java.time.LocalDate value) -> "CAST('" + value + "' AS DATE)";
      case Literal.OfTimestamp(long micros) -> "make_timestamptz(CAST('" + micros + "' AS BIGINT))";
    };
  }

  private String integer(String column, long value) {
    Schema type = columns.type(column).orElseGet(() -> Schema.create(Schema.Type.LONG));
    return switch (type.getLogicalType()) {
      case LogicalTypes.TimeMillis time -> time(value * 1_000_000);
      case LogicalTypes.TimeMicros time -> time(value * 1_000);
      case null, default -> "CAST('" + value + "' AS BIGINT)";
    };
  }

  private static String time(long nanos) {
    return "CAST('" + LocalTime.ofNanoOfDay(nanos) + "' AS TIME)";
  }
}
