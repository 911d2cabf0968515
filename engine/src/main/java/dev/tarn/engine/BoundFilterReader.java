package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.table.Predicate;
import dev.tarn.table.Predicate.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// Reads a filter of a bound plan as a predicate that every row meeting the filter meets. What is
/// not surely understood is [Predicate#ALWAYS].
final class BoundFilterReader {
  private final BoundColumnReader columns;

  /// Reads filters whose references, by number, are to what `references` says.
  BoundFilterReader(IntFunction<Optional<OrderedColumn>> references) {
    columns = new BoundColumnReader(references);
  }

  /// The predicate in the expression `node`.
  Predicate read(JsonNode node) {
    return switch (node.path("type").asText()) {
      case "CONJUNCTION_AND" -> Predicate.allOf(all(node.path("children")));
      case "CONJUNCTION_OR" -> Conditions.or(all(node.path("children")));
      case "COMPARE_BETWEEN" -> between(node);
      case "COMPARE_IN" -> in(node);
      case "COMPARE_NOT_DISTINCT_FROM" -> compare(node, Comparison.EQUAL);
      case "OPERATOR_IS_NULL" -> column(node, 0).map(this::isNull).orElse(Predicate.ALWAYS);
      case "OPERATOR_IS_NOT_NULL" -> column(node, 0).map(this::isNotNull).orElse(Predicate.ALWAYS);
      case "OPERATOR_NOT" -> not(node.path("children").path(0));
      case "BOUND_REF" -> flag(node, true);
      case "BOUND_FUNCTION" -> prefix(node);
      default ->
          comparison(node.path("type").asText())
              .map(comparison -> compare(node, comparison))
              .orElse(Predicate.ALWAYS);
    };
  }

  private List<Predicate> all(JsonNode children) {
    List<Predicate> parts = new ArrayList<>();
    children.forEach(child -> parts.add(read(child)));
    return parts;
  }

  /// The comparison that a plan calls `name`.
  static Optional<Comparison> comparison(String name) {
    return switch (name) {
      case "COMPARE_EQUAL" -> Optional.of(Comparison.EQUAL);
      case "COMPARE_NOTEQUAL" -> Optional.of(Comparison.NOT_EQUAL);
      case "COMPARE_LESSTHAN" -> Optional.of(Comparison.LESS);
      case "COMPARE_LESSTHANOREQUALTO" -> Optional.of(Comparison.LESS_OR_EQUAL);
      case "COMPARE_GREATERTHAN" -> Optional.of(Comparison.GREATER);
      case "COMPARE_GREATERTHANOREQUALTO" -> Optional.of(Comparison.GREATER_OR_EQUAL);
      default -> Optional.empty();
    };
  }

  private static Comparison flipped(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.EQUAL;
      case NOT_EQUAL -> Comparison.NOT_EQUAL;
      case LESS -> Comparison.GREATER;
      case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
      case GREATER -> Comparison.LESS;
      case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
    };
  }

  private Optional<OrderedColumn> column(JsonNode node, int child) {
    return columns.read(node.path("children").path(child));
  }

  private Predicate compare(JsonNode node, Comparison comparison) {
    Optional<BoundConstant> left = BoundConstant.in(node.path("children").path(0));
    return left.isPresent()
        ? compare(column(node, 1), flipped(comparison), left)
        : compare(column(node, 0), comparison, BoundConstant.in(node.path("children").path(1)));
  }

  private static Predicate compare(
      Optional<OrderedColumn> column, Comparison comparison, Optional<BoundConstant> constant) {
    if (column.isEmpty() || constant.isEmpty()) {
      return Predicate.ALWAYS;
    }
    return constant.get().type().equals("BLOB")
        ? column.get().compareBytes(comparison, constant.get())
        : column.get().compare(comparison, constant.get());
  }

  private Predicate between(JsonNode node) {
    boolean fromInclusive = node.path("function_data").path("lower_inclusive").asBoolean(true);
    boolean toInclusive = node.path("function_data").path("upper_inclusive").asBoolean(true);
    Optional<OrderedColumn> column = column(node, 0);
    return Predicate.allOf(
        List.of(
            compare(
                column,
                fromInclusive ? Comparison.GREATER_OR_EQUAL : Comparison.GREATER,
                BoundConstant.in(node.path("children").path(1))),
            compare(
                column,
                toInclusive ? Comparison.LESS_OR_EQUAL : Comparison.LESS,
                BoundConstant.in(node.path("children").path(2)))));
  }

  private Predicate in(JsonNode node) {
    List<JsonNode> constants = new ArrayList<>();
    for (int i = 1; i < node.path("children").size(); i++) {
      JsonNode constant = node.path("children").path(i);
      if (!constant.path("expression_class").asText().equals("BOUND_CONSTANT")) {
        return Predicate.ALWAYS;
      }
      constants.add(constant.path("value"));
    }
    return column(node, 0).map(column -> in(column, constants)).orElse(Predicate.ALWAYS);
  }

  /// `column` is one of `constants`, among which a null is equal to nothing.
  static Predicate in(OrderedColumn column, Iterable<JsonNode> constants) {
    List<Predicate> parts = new ArrayList<>();
    for (JsonNode constant : constants) {
      if (!constant.path("is_null").asBoolean()) {
        parts.add(compare(Optional.of(column), Comparison.EQUAL, BoundConstant.of(constant)));
      }
    }
    return Conditions.or(parts);
  }

  private Predicate isNull(OrderedColumn column) {
    return column.isItself() ? new Predicate.IsNull(column.path()) : Predicate.ALWAYS;
  }

  private Predicate isNotNull(OrderedColumn column) {
    return column.isItself() ? new Predicate.IsNotNull(column.path()) : Predicate.ALWAYS;
  }

  private Predicate not(JsonNode child) {
    if (child.path("type").asText().equals("BOUND_REF")) {
      return flag(child, false);
    }
    if (!child.path("type").asText().equals("COMPARE_IN")) {
      return Predicate.ALWAYS;
    }
    Optional<OrderedColumn> column = column(child, 0);
    List<Predicate> parts = new ArrayList<>();
    for (int i = 1; i < child.path("children").size(); i++) {
      parts.add(
          compare(column, Comparison.NOT_EQUAL, BoundConstant.in(child.path("children").path(i))));
    }
    return Predicate.allOf(parts);
  }

  private Predicate flag(JsonNode node, boolean value) {
    return columns.read(node).map(column -> column.isTrue(value)).orElse(Predicate.ALWAYS);
  }

  private Predicate prefix(JsonNode node) {
    Optional<String> prefix =
        BoundConstant.in(node.path("children").path(1)).flatMap(BoundConstant::text);
    return BoundColumnReader.function(node).equals("prefix") && prefix.isPresent()
        ? column(node, 0).map(column -> column.startsWith(prefix.get())).orElse(Predicate.ALWAYS)
        : Predicate.ALWAYS;
  }

  /// The number of the reference that `node` is; empty if it is none.
  static OptionalInt reference(JsonNode node) {
    return node.path("expression_class").asText().equals("BOUND_REF") && node.path("index").isInt()
        ? OptionalInt.of(node.path("index").intValue())
        : OptionalInt.empty();
  }
}
