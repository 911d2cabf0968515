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
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Makes predicates of the conditions that clients write on columns and, by dotted paths, on fields
/// of records, by their types.
public final class FilterParser {
  private static final String NOT = "not.";

  private final DatasetDefinition definition;

  /// Parses conditions on the columns of `definition`.
  public FilterParser(DatasetDefinition definition) {
    this.definition = definition;
  }

  /// Throws [Problem.MalformedRequest], with the filter's place, where the column, the operator or
  /// the value does not fit.
  public Predicate parse(ColumnFilter filter) {
    if (filter.condition().startsWith(NOT)) {
      String negated = filter.condition().substring(NOT.length());
      return not(parse(new ColumnFilter(filter.column(), negated, filter.pointer())), filter);
    }
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
      case "like" -> like(filter, type, value);
      case "is" -> is(filter, value);
      default ->
          throw refused(
              filter,
              "'" + operator + "' is no operator; eq, neq, gt, gte, lt, lte, in, like and is are");
    };
  }

  private Schema type(ColumnFilter filter) {
    if (filter.column().equals(DatasetDefinition.EVENT_DATE)) {
      return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    }
    return ColumnTypes.find(definition, filter.column())
        .orElseThrow(() ->
            refused(
                filter,
                "dataset '" + definition.name() + "' has no column '" + filter.column() + "'"));
  }

  private static Predicate not(Predicate condition, ColumnFilter filter) {
    return switch (condition) {
      case Predicate.Compare(String column, Comparison comparison, Literal literal) ->
          new Predicate.Compare(column, opposite(comparison), literal);
      case Predicate.In(String column, List<Literal> literals) ->
          new Predicate.And(
              literals.stream()
                  .<Predicate>map(each -> new Predicate.Compare(column, Comparison.NOT_EQUAL, each))
                  .toList());
      case Predicate.Like(String column, String pattern, boolean negated) ->
          new Predicate.Like(column, pattern, !negated);
      case Predicate.IsNull(String column) -> new Predicate.IsNotNull(column);
      case Predicate.IsNotNull(String column) -> new Predicate.IsNull(column);
      case Predicate.And and -> throw refused(filter, "not.in cannot be negated");
      case Predicate.Or or -> throw refused(filter, "this cannot be negated");
    };
  }

  private static Comparison opposite(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.NOT_EQUAL;
      case NOT_EQUAL -> Comparison.EQUAL;
      case LESS -> Comparison.GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> Comparison.GREATER;
      case GREATER -> Comparison.LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> Comparison.LESS;
    };
  }

  /// `*` stands for any text; `\*` is a star, and `\\` a backslash.
  private static Predicate like(ColumnFilter filter, Schema type, String value) {
    boolean text =
        (type.getType() == Schema.Type.STRING && type.getLogicalType() == null)
            || type.getType() == Schema.Type.ENUM;
    if (!text) {
      throw refused(filter, "like is for columns of strings, not of type " + name(type));
    }
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean taken =
          c == '\\' && i + 1 < value.length() && "*\\".indexOf(value.charAt(i + 1)) >= 0;
      if (taken) {
        c = value.charAt(++i);
      }
      if (c == '*' && !taken) {
        pattern.append('%');
      } else if (c == '%' || c == '_' || c == '\\') {
        pattern.append('\\').append(c);
      } else {
        pattern.append(c);
      }
    }
    return new Predicate.Like(filter.column(), pattern.toString(), false);
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
    for (String each : elements(filter, value.substring(1, value.length() - 1))) {
      literals.add(literal(filter, type, each));
    }
    return new Predicate.In(filter.column(), literals);
  }

  /// Values between commas. One in double quotes may hold commas, and `\"` and `\\` for a quote and
  /// a backslash.
  private static List<String> elements(ColumnFilter filter, String list) {
    List<String> elements = new ArrayList<>();
    int at = 0;
    do {
      StringBuilder element = new StringBuilder();
      if (at < list.length() && list.charAt(at) == '"') {
        for (at++; at < list.length() && list.charAt(at) != '"'; at++) {
          if (list.charAt(at) == '\\' && at + 1 < list.length()) {
            at++;
          }
          element.append(list.charAt(at));
        }
        if (at >= list.length() || (at + 1 < list.length() && list.charAt(at + 1) != ',')) {
          throw refused(
              filter, "a quoted value of in ends with a quote and is followed by a comma");
        }
        at++;
      } else {
        int comma = list.indexOf(',', at);
        int end = comma < 0 ? list.length() : comma;
        element.append(list, at, end);
        at = end;
      }
      elements.add(element.toString());
      // Past the comma, or past the end.
      at++;
    } while (at <= list.length());
    return elements;
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
              switch (logical) {
                case LogicalTypes.Date date -> new Literal.OfDate(LocalDate.parse(value));
                case LogicalTypes.TimeMillis time ->
                    new Literal.OfLong(time(value, ChronoField.MILLI_OF_DAY));
                case null, default -> new Literal.OfLong(Integer.parseInt(value));
              });
      case LONG ->
          Optional.of(
              switch (logical) {
                case LogicalTypes.TimestampMillis time -> new Literal.OfTimestamp(micros(value));
                case LogicalTypes.TimestampMicros time -> new Literal.OfTimestamp(micros(value));
                case LogicalTypes.TimeMicros time ->
                    new Literal.OfLong(time(value, ChronoField.MICRO_OF_DAY));
                case null, default -> new Literal.OfLong(Long.parseLong(value));
              });
      // The nearest float is what is stored for the number.
      case FLOAT -> Optional.of(new Literal.OfDouble((float) number(value)));
      case DOUBLE -> Optional.of(new Literal.OfDouble(number(value)));
      case STRING ->
          Optional.of(
              new Literal.OfString(logical instanceof LogicalTypes.Uuid ? uuid(value) : value));
      case ENUM -> Optional.of(new Literal.OfString(value));
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

  /// A time in ISO 8601, or the count of units from midnight.
  private static long time(String value, ChronoField unit) {
    return value.indexOf(':') >= 0
        ? LocalTime.parse(value).getLong(unit)
        : unit.range().checkValidValue(Long.parseLong(value), unit);
  }

  private static String uuid(String value) {
    if (!value.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
      throw new NumberFormatException(value);
    }
    return value;
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
