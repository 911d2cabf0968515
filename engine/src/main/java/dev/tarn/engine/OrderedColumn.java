package dev.tarn.engine;

import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.Predicate.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// A column, or a function of it that keeps the order of its values, so that comparisons with the
/// function's value are comparisons with the column's.
///
/// @param path of the column, or of a field within it
/// @param schema the column's type, without null
/// @param type the SQL type of the function's value, without what is in its brackets
/// @param steps of a function of dates and times; not used for other types
record OrderedColumn(String path, Schema schema, String type, Steps steps) {
  /// Doubles tell all integers below this apart.
  private static final BigDecimal EXACT_IN_DOUBLE = BigDecimal.valueOf(1L << 53);

  /// From here on the calendars of Java and DuckDB agree.
  private static final LocalDate FIRST_DAY = LocalDate.of(1600, 1, 1);

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /// This, with `outer` of its value, which is a `resultType`.
  OrderedColumn then(Steps outer, String resultType) {
    return new OrderedColumn(path, schema, resultType, steps.then(outer));
  }

  /// The name of the schema's SQL type, without what is in its brackets.
  static String nameOf(Schema schema) {
    String name = SqlTypes.of(schema);
    int bracket = name.indexOf('(');
    return bracket < 0 ? name : name.substring(0, bracket);
  }

  /// Whether this is the column, not a function of it.
  boolean isItself() {
    return steps.equals(Steps.SAME);
  }

  /// The field of this column's that is called `name`; empty if there is none.
  Optional<OrderedColumn> field(String name) {
    Schema.Field field = schema.getType() == Schema.Type.RECORD ? schema.getField(name) : null;
    return Optional.ofNullable(field)
        .map(each -> SqlTypes.present(each.schema()))
        .map(each -> new OrderedColumn(path + "." + name, each, nameOf(each), Steps.SAME));
  }

  /// A predicate that every row meets in which this is a boolean of that value.
  Predicate isTrue(boolean value) {
    return schema.getType() == Schema.Type.BOOLEAN
        ? exact(Comparison.EQUAL, Optional.of(new Literal.OfBoolean(value)))
        : Predicate.ALWAYS;
  }

  /// A predicate that every row meets whose string compares so with `constant`, byte by byte in
  /// UTF-8. Bytes that are not ASCII are written in it as `\\xFF`: what is before them tells a
  /// range.
  Predicate compareBytes(Comparison comparison, BoundConstant constant) {
    String bytes = constant.value().asText();
    int escape = bytes.indexOf('\\');
    if (schema.getType() != Schema.Type.STRING || schema.getLogicalType() != null) {
      return Predicate.ALWAYS;
    }
    if (escape < 0) {
      return exact(comparison, Optional.of(new Literal.OfString(bytes)));
    }
    String prefix = bytes.substring(0, escape);
    return switch (comparison) {
      case EQUAL -> startsWith(prefix);
      case NOT_EQUAL -> Predicate.ALWAYS;
      case LESS, LESS_OR_EQUAL ->
          exact(Comparison.LESS, afterAll(prefix).map(Literal.OfString::new));
      case GREATER, GREATER_OR_EQUAL ->
          exact(Comparison.GREATER_OR_EQUAL, Optional.of(new Literal.OfString(prefix)));
    };
  }

  /// A predicate that every row meets in which the function's value compares so with `constant`.
  Predicate compare(Comparison comparison, BoundConstant constant) {
    try {
      return switch (schema.getLogicalType()) {
        case LogicalTypes.Date date -> inTime(comparison, constant);
        case LogicalTypes.TimestampMillis timestamp -> inTime(comparison, constant);
        case LogicalTypes.TimestampMicros timestamp -> inTime(comparison, constant);
        case LogicalTypes.TimeMillis time -> ofDay(comparison, constant, Steps.parts(1000));
        case LogicalTypes.TimeMicros time -> ofDay(comparison, constant, Steps.SAME);
        case LogicalTypes.Decimal decimal ->
            SqlTypes.of(schema).startsWith("DECIMAL") && !constant.type().equals("DOUBLE")
                ? number(comparison, constant, decimal.getScale())
                : Predicate.ALWAYS;
        case LogicalTypes.Uuid uuid ->
            schema.getType() == Schema.Type.STRING
                ? exact(comparison, constant.uuid().map(Literal.OfString::new))
                : Predicate.ALWAYS;
        case null, default -> plain(comparison, constant);
      };
    } catch (ArithmeticException | DateTimeException e) {
      // A value beyond what Java's types hold, such as an infinite date: prunes nothing.
      return Predicate.ALWAYS;
    }
  }

  private Predicate plain(Comparison comparison, BoundConstant constant) {
    return switch (schema.getType()) {
      case INT, LONG -> number(comparison, constant, 0);
      case FLOAT, DOUBLE -> exact(comparison, constant.real().map(Literal.OfDouble::new));
      case STRING, ENUM -> exact(comparison, constant.text().map(Literal.OfString::new));
      case BOOLEAN ->
          exact(
              comparison,
              Optional.of(constant.value())
                  .filter(value -> value.isBoolean())
                  .map(value -> new Literal.OfBoolean(value.booleanValue())));
      case BYTES, FIXED, ARRAY, MAP, RECORD, NULL, UNION -> Predicate.ALWAYS;
    };
  }

  private Predicate exact(Comparison comparison, Optional<? extends Literal> literal) {
    return literal
        .<Predicate>map(value -> new Predicate.Compare(path, comparison, value))
        .orElse(Predicate.ALWAYS);
  }

  private Predicate number(Comparison comparison, BoundConstant constant, int scale) {
    Optional<BigDecimal> number = constant.number();
    if (number.isEmpty()
        || (constant.type().equals("DOUBLE")
            && number.get().abs().compareTo(EXACT_IN_DOUBLE) >= 0)) {
      return Predicate.ALWAYS;
    }
    BigDecimal floor = number.get().setScale(scale, RoundingMode.FLOOR);
    BigDecimal ceiling = number.get().setScale(scale, RoundingMode.CEILING);
    boolean between = floor.compareTo(ceiling) != 0;
    return switch (comparison) {
      case EQUAL -> between ? never() : exact(comparison, literal(floor));
      case NOT_EQUAL -> between ? Predicate.ALWAYS : exact(comparison, literal(floor));
      case GREATER, LESS_OR_EQUAL -> exact(comparison, literal(floor));
      case LESS, GREATER_OR_EQUAL -> exact(comparison, literal(ceiling));
    };
  }

  private Optional<Literal> literal(BigDecimal value) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
      return Optional.of(new Literal.OfDecimal(value));
    }
    return value.precision() > 19
        ? Optional.empty()
        : Optional.of(new Literal.OfLong(value.longValueExact()));
  }

  private Predicate inTime(Comparison comparison, BoundConstant constant) {
    OptionalLong value = constant.count();
    if (value.isEmpty() || !constant.type().equals(type)) {
      return Predicate.ALWAYS;
    }
    return stepped(
        comparison,
        time(steps.least(value.getAsLong())),
        time(steps.after(value.getAsLong())),
        time(Math.addExact(steps.least(value.getAsLong()), 1)));
  }

  private Literal time(long count) {
    boolean date = schema.getLogicalType() instanceof LogicalTypes.Date;
    LocalDate day = LocalDate.ofEpochDay(date ? count : Math.floorDiv(count, Steps.DAY));
    if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
      throw new DateTimeException("not told of: " + day);
    }
    return date ? new Literal.OfDate(day) : new Literal.OfTimestamp(count);
  }

  private Predicate ofDay(Comparison comparison, BoundConstant constant, Steps inItsUnit) {
    OptionalLong micros = constant.count();
    if (micros.isEmpty() || !constant.type().equals("TIME")) {
      return Predicate.ALWAYS;
    }
    long least = inItsUnit.least(micros.getAsLong());
    return stepped(
        comparison,
        new Literal.OfLong(least),
        new Literal.OfLong(inItsUnit.after(micros.getAsLong())),
        new Literal.OfLong(least + 1));
  }

  /// A comparison with what the column's values from `least` up to before `after` are mapped to;
  /// `next` is the value after `least`.
  private Predicate stepped(Comparison comparison, Literal least, Literal after, Literal next) {
    if (after.equals(next)) {
      return new Predicate.Compare(path, comparison, least);
    }
    Predicate from = new Predicate.Compare(path, Comparison.GREATER_OR_EQUAL, least);
    Predicate behind = new Predicate.Compare(path, Comparison.GREATER_OR_EQUAL, after);
    Predicate before = new Predicate.Compare(path, Comparison.LESS, least);
    Predicate upTo = new Predicate.Compare(path, Comparison.LESS, after);
    boolean none = least.equals(after);
    return switch (comparison) {
      case EQUAL -> none ? never() : new Predicate.And(List.of(from, upTo));
      case NOT_EQUAL -> none ? Predicate.ALWAYS : new Predicate.Or(List.of(before, behind));
      case LESS -> before;
      case LESS_OR_EQUAL -> upTo;
      case GREATER -> behind;
      case GREATER_OR_EQUAL -> from;
    };
  }

  private Predicate never() {
    return new Predicate.In(path, List.of());
  }

  /// A predicate that every row meets whose string starts with `prefix`.
  Predicate startsWith(String prefix) {
    if (!schema.getType().equals(Schema.Type.STRING) || schema.getLogicalType() != null) {
      return Predicate.ALWAYS;
    }
    Predicate from = exact(Comparison.GREATER_OR_EQUAL, Optional.of(new Literal.OfString(prefix)));
    return afterAll(prefix)
        .map(end ->
            Predicate.allOf(
                List.of(from, exact(Comparison.LESS, Optional.of(new Literal.OfString(end))))))
        .orElse(from);
  }

  /// The least string, by code points, above all that start with `prefix`; empty if none is simply
  /// found.
  static Optional<String> afterAll(String prefix) {
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    int last = prefix.codePointBefore(prefix.length());
    int next = last == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : last + 1;
    return last >= Character.MAX_CODE_POINT || (last >= 0xD800 && last <= 0xDFFF)
        ? Optional.empty()
        : Optional.of(
            prefix.substring(0, prefix.length() - Character.charCount(last))
                + Character.toString(next));
  }
}
