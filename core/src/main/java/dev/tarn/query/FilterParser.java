package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.Predicate.Comparison;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Makes predicates of the conditions that clients write on top-level columns, by the columns'
/// types.
public final class FilterParser {
  private final DatasetDefinition definition;

  /// Parses conditions on the columns of `definition`.
  public FilterParser(DatasetDefinition definition) {
    this.definition = definition;
  }

  /// Throws [Problem.MalformedRequest], with the filter's place, where the column, the operator or
  /// the value does not fit.
  public Predicate parse(ColumnFilter filter) {
    Schema type = type(filter);
    int dot = filter.condition().indexOf('.');
    if (dot < 1) {
      throw refused(filter, "a condition is an operator, a dot and a value, such as gte.5");
    }
    String operator = filter.condition().substring(0, dot);
    String value = filter.condition().substring(dot + 1);
    return switch (operator) {
      case "eq" -> compare(filter, Comparison.EQUAL, type, value);
      case "neq" -> compare(filter, Comparison.NOT_EQUAL, type, value);
      case "gt" -> compare(filter, Comparison.GREATER, type, value);
      case "gte" -> compare(filter, Comparison.GREATER_OR_EQUAL, type, value);
      case "lt" -> compare(filter, Comparison.LESS, type, value);
      case "lte" -> compare(filter, Comparison.LESS_OR_EQUAL, type, value);
      case "in" -> in(filter, type, value);
      case "is" -> is(filter, value);
      default ->
          throw refused(
              filter,
              "'" + operator + "' is no operator; eq, neq, gt, gte, lt, lte, in and is are");
    };
  }

  private Schema type(ColumnFilter filter) {
    if (filter.column().equals(DatasetDefinition.EVENT_DATE)) {
      return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    }
    Schema.Field field = definition.schema().getField(filter.column());
    if (field == null) {
      throw refused(
          filter, "dataset '" + definition.name() + "' has no column '" + filter.column() + "'");
    }
    Schema schema = field.schema();
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(branch -> branch.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(schema);
  }

  private static Predicate compare(
      ColumnFilter filter, Comparison comparison, Schema type, String value) {
    return new Predicate.Compare(filter.column(), comparison, literal(filter, type, value));
  }

  private static Predicate in(ColumnFilter filter, Schema type, String value) {
    if (!value.startsWith("(") || !value.endsWith(")") || value.length() < 3) {
      throw refused(filter, "the values of in are in parentheses, such as in.(1,2,3)");
    }
    List<Literal> literals = new ArrayList<>();
    for (String each : value.substring(1, value.length() - 1).split(",", -1)) {
      literals.add(literal(filter, type, each));
    }
    return new Predicate.In(filter.column(), literals);
  }

  private static Predicate is(ColumnFilter filter, String value) {
    return switch (value) {
      case "null" -> new Predicate.IsNull(filter.column());
      case "notnull" -> new Predicate.IsNotNull(filter.column());
      case "true", "false" ->
          new Predicate.Compare(
              filter.column(),
              Comparison.EQUAL,
              new Literal.OfBoolean(Boolean.parseBoolean(value)));
      default ->
          throw refused(filter, "is takes null, notnull, true or false, not '" + value + "'");
    };
  }

  private static Literal literal(ColumnFilter filter, Schema type, String value) {
    try {
      return literal(type, value)
          .orElseThrow(() ->
              refused(filter, "columns of type " + type.getType().getName() + " take no filter"));
    } catch (NumberFormatException | DateTimeException e) {
      throw refused(
          filter, "'" + value + "' is no " + name(type) + ", the type of " + filter.column());
    }
  }

  private static Optional<Literal> literal(Schema type, String value) {
    LogicalType logical = type.getLogicalType();
    return switch (type.getType()) {
      case BOOLEAN -> Optional.of(new Literal.OfBoolean(bool(value)));
      case INT ->
          Optional.of(
              logical instanceof LogicalTypes.Date
                  ? new Literal.OfDate(LocalDate.parse(value))
                  : new Literal.OfLong(Integer.parseInt(value)));
      case LONG ->
          Optional.of(
              logical instanceof LogicalTypes.TimestampMillis
                      || logical instanceof LogicalTypes.TimestampMicros
                  ? new Literal.OfTimestamp(micros(value))
                  : new Literal.OfLong(Long.parseLong(value)));
      case FLOAT, DOUBLE -> Optional.of(new Literal.OfDouble(number(value)));
      case STRING, ENUM -> Optional.of(new Literal.OfString(value));
      case BYTES, FIXED ->
          logical instanceof LogicalTypes.Decimal
              ? Optional.of(new Literal.OfDecimal(new BigDecimal(value)))
              : Optional.empty();
      case ARRAY, MAP, RECORD, UNION, NULL -> Optional.empty();
    };
  }

  private static String name(Schema type) {
    LogicalType logical = type.getLogicalType();
    return logical == null ? type.getType().getName() : logical.getName();
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NumberFormatException(value);
    };
  }

  private static double number(String value) {
    double number = Double.parseDouble(value);
    if (Double.isNaN(number)) {
      throw new NumberFormatException(value);
    }
    return number;
  }

  private static long micros(String value) {
    Instant instant = OffsetDateTime.parse(value).toInstant();
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static ProblemException refused(ColumnFilter filter, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(filter.pointer())))
        .exception();
  }
}
