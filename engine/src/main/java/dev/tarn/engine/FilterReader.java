package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Reads the tree of a filter as a predicate that every row meeting the filter meets. What is not
/// surely understood is [Predicate#ALWAYS].
final class FilterReader {
  private final ColumnPaths columns;

  FilterReader(ColumnPaths columns) {
    this.columns = columns;
  }

  /// The predicate in `node`.
  Predicate read(JsonNode node) {
    return switch (node.path("type").asText()) {
      case "CONJUNCTION_AND" -> and(node.path("children"));
      case "CONJUNCTION_OR" -> or(node.path("children"));
      case "COMPARE_EQUAL" -> compare(node, Predicate.Comparison.EQUAL);
      case "COMPARE_NOTEQUAL" -> compare(node, Predicate.Comparison.NOT_EQUAL);
      case "COMPARE_LESSTHAN" -> compare(node, Predicate.Comparison.LESS);
      case "COMPARE_LESSTHANOREQUALTO" -> compare(node, Predicate.Comparison.LESS_OR_EQUAL);
      case "COMPARE_GREATERTHAN" -> compare(node, Predicate.Comparison.GREATER);
      case "COMPARE_GREATERTHANOREQUALTO" -> compare(node, Predicate.Comparison.GREATER_OR_EQUAL);
      case "COMPARE_BETWEEN" ->
          and(
              List.of(
                  compare(
                      node.path("input"),
                      Predicate.Comparison.GREATER_OR_EQUAL,
                      node.path("lower")),
                  compare(
                      node.path("input"), Predicate.Comparison.LESS_OR_EQUAL, node.path("upper"))));
      case "COMPARE_IN" -> in(node.path("children"));
      case "OPERATOR_IS_NULL" ->
          column(node.path("children").path(0))
              .<Predicate>map(Predicate.IsNull::new)
              .orElse(Predicate.ALWAYS);
      case "OPERATOR_IS_NOT_NULL" ->
          column(node.path("children").path(0))
              .<Predicate>map(Predicate.IsNotNull::new)
              .orElse(Predicate.ALWAYS);
      case "COLUMN_REF" -> flag(node, true);
      case "OPERATOR_NOT" -> flag(node.path("children").path(0), false);
      default -> Predicate.ALWAYS;
    };
  }

  private Predicate and(JsonNode children) {
    List<Predicate> parts = new ArrayList<>();
    children.forEach(child -> parts.add(read(child)));
    return and(parts);
  }

  /// All of `parts`, without those that are met by every row.
  static Predicate and(List<Predicate> parts) {
    List<Predicate> understood =
        parts.stream().filter(part -> !part.equals(Predicate.ALWAYS)).toList();
    return understood.size() == 1 ? understood.getFirst() : new Predicate.And(understood);
  }

  private Predicate or(JsonNode children) {
    List<Predicate> parts = new ArrayList<>();
    children.forEach(child -> parts.add(read(child)));
    return or(parts);
  }

  /// Any of `parts`; if one is met by every row, so is this.
  static Predicate or(List<Predicate> parts) {
    List<Predicate> distinct = parts.stream().distinct().toList();
    if (distinct.isEmpty() || distinct.contains(Predicate.ALWAYS)) {
      return Predicate.ALWAYS;
    }
    return distinct.size() == 1 ? distinct.getFirst() : new Predicate.Or(distinct);
  }

  private Predicate flag(JsonNode node, boolean value) {
    return column(node)
        .filter(path ->
            columns.type(path).filter(type -> type.getType() == Schema.Type.BOOLEAN).isPresent())
        .<Predicate>map(path ->
            new Predicate.Compare(path, Predicate.Comparison.EQUAL, new Literal.OfBoolean(value)))
        .orElse(Predicate.ALWAYS);
  }

  private Predicate compare(JsonNode node, Predicate.Comparison comparison) {
    return compare(node.path("left"), comparison, node.path("right"));
  }

  private Predicate compare(JsonNode left, Predicate.Comparison comparison, JsonNode right) {
    return column(left)
        .flatMap(path ->
            literal(path, right)
                .<Predicate>map(value -> new Predicate.Compare(path, comparison, value)))
        .orElse(Predicate.ALWAYS);
  }

  private Predicate in(JsonNode children) {
    Optional<String> path = column(children.path(0));
    if (path.isEmpty()) {
      return Predicate.ALWAYS;
    }
    List<Literal> literals = new ArrayList<>();
    for (int i = 1; i < children.size(); i++) {
      Optional<Literal> literal = literal(path.get(), children.path(i));
      if (literal.isEmpty()) {
        return Predicate.ALWAYS;
      }
      literals.add(literal.get());
    }
    return new Predicate.In(path.get(), literals);
  }

  private Optional<String> column(JsonNode node) {
    if (!node.path("class").asText().equals("COLUMN_REF")) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    node.path("column_names").forEach(name -> names.add(name.asText()));
    return columns.find(names);
  }

  /// The literal in the column's own type. The engine has cast it to that type already; a column
  /// that is cast itself is no column reference and does not come here.
  private Optional<Literal> literal(String path, JsonNode node) {
    String cast = "";
    JsonNode value = node;
    if (node.path("class").asText().equals("CAST")) {
      cast = node.path("type_expr").path("type_name").asText();
      value = node.path("child");
    }
    JsonNode constant = value.path("literal");
    String kind = constant.path("kind").asText();
    if (!kind.equals("STRING")
        && !kind.equals("INTEGER")
        && !kind.equals("NUMERIC")
        && !kind.equals("BOOLEAN")) {
      return Optional.empty();
    }
    String text = constant.path("text").asText();
    Schema type = columns.type(path).orElseThrow();
    try {
      return literal(type, text, kind.equals("STRING"), cast);
    } catch (NumberFormatException | DateTimeException e) {
      // A value the type's Java form does not have, such as an infinite date: prunes nothing.
      return Optional.empty();
    }
  }

  private static Optional<Literal> literal(Schema type, String text, boolean quoted, String cast) {
    boolean bare = !quoted && cast.isEmpty();
    return switch (type.getLogicalType()) {
      case LogicalTypes.Date date ->
          Optional.<Literal>of(new Literal.OfDate(LocalDate.parse(text)))
              .filter(literal -> cast.equalsIgnoreCase("DATE"));
      case LogicalTypes.TimestampMillis timestamp -> timestamp(text, cast);
      case LogicalTypes.TimestampMicros timestamp -> timestamp(text, cast);
      case LogicalTypes.TimeMillis time -> Optional.empty();
      case LogicalTypes.TimeMicros time -> Optional.empty();
      case LogicalTypes.Uuid uuid ->
          Optional.<Literal>of(new Literal.OfString(text))
              .filter(
                  literal -> type.getType() == Schema.Type.STRING && cast.equalsIgnoreCase("UUID"));
      case LogicalTypes.Decimal decimal ->
          Optional.<Literal>of(new Literal.OfDecimal(new BigDecimal(text)))
              .filter(literal -> bare && SqlTypes.of(type).startsWith("DECIMAL"));
      case null, default -> plain(type, text, quoted, bare, cast);
    };
  }

  private static Optional<Literal> plain(
      Schema type, String text, boolean quoted, boolean bare, String cast) {
    return switch (type.getType()) {
      case STRING, ENUM ->
          quoted && cast.isEmpty() ? Optional.of(new Literal.OfString(text)) : Optional.empty();
      case INT, LONG ->
          bare ? Optional.of(new Literal.OfLong(Long.parseLong(text))) : Optional.empty();
      case FLOAT -> bare ? real(Float.parseFloat(text)) : Optional.empty();
      case DOUBLE -> bare ? real(Double.parseDouble(text)) : Optional.empty();
      case BOOLEAN ->
          bare ? Optional.of(new Literal.OfBoolean(Boolean.parseBoolean(text))) : Optional.empty();
      case BYTES, FIXED, ARRAY, MAP, RECORD, NULL, UNION -> Optional.empty();
    };
  }

  private static Optional<Literal> real(double value) {
    return Double.isFinite(value) ? Optional.of(new Literal.OfDouble(value)) : Optional.empty();
  }

  private static Optional<Literal> timestamp(String text, String cast) {
    if (!cast.equalsIgnoreCase("TIMESTAMP WITH TIME ZONE")
        && !cast.equalsIgnoreCase("TIMESTAMPTZ")) {
      return Optional.empty();
    }
    if (!text.endsWith("+00")) {
      return Optional.empty();
    }
    LocalDateTime time =
        LocalDateTime.parse(text.substring(0, text.length() - 3).replace(' ', 'T'));
    return Optional.of(
        new Literal.OfTimestamp(
            ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant(ZoneOffset.UTC))));
  }
}
