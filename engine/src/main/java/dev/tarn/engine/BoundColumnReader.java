package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Reads an expression of a bound plan as a column or a function of one that keeps its order.
final class BoundColumnReader {
  private static final String TIMESTAMP = "TIMESTAMP";
  private static final String TIMESTAMPTZ = "TIMESTAMP WITH TIME ZONE";
  private static final Set<String> INTEGERS =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT");

  private final IntFunction<Optional<OrderedColumn>> references;

  BoundColumnReader(IntFunction<Optional<OrderedColumn>> references) {
    this.references = references;
  }

  /// The column, or empty where the expression is another or not surely understood.
  Optional<OrderedColumn> read(JsonNode node) {
    OptionalInt reference = BoundFilterReader.reference(node);
    if (reference.isPresent()) {
      return references.apply(reference.getAsInt());
    }
    String result = node.path("return_type").path("id").asText();
    return switch (node.path("type").asText()) {
      case "OPERATOR_CAST" -> argument(node, 0).flatMap(column -> cast(column, node));
      case "BOUND_FUNCTION" ->
          switch (function(node)) {
            case "date_trunc", "datetrunc" ->
                argument(node, 1)
                    .flatMap(BoundColumnReader::inMicros)
                    .flatMap(column -> truncated(column, text(node, 0), result));
            case "timezone" ->
                text(node, 0).equals("UTC")
                    ? argument(node, 1)
                        .filter(column -> isInMicros(column.type()) && isInMicros(result))
                        .map(column -> column.then(Steps.SAME, result))
                    : Optional.empty();
            case "year" ->
                argument(node, 0)
                    .flatMap(BoundColumnReader::inMicros)
                    .map(column -> column.then(Steps.years(), result));
            case "epoch_ms" ->
                argument(node, 0)
                    .filter(column -> isInMicros(column.type()))
                    .map(column -> column.then(Steps.millis(), result));
            case "epoch_us" ->
                argument(node, 0)
                    .filter(column -> isInMicros(column.type()))
                    .map(column -> column.then(Steps.SAME, result));
            case "struct_extract" ->
                argument(node, 0).flatMap(column -> column.field(text(node, 1)));
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  /// The name of the function that `node` calls, without its schema.
  static String function(JsonNode node) {
    JsonNode path = node.path("qname").path("path");
    return path.path(path.size() - 1).asText();
  }

  private Optional<OrderedColumn> argument(JsonNode node, int child) {
    return read(node.path("children").path(child));
  }

  private static String text(JsonNode node, int child) {
    return BoundConstant.in(node.path("children").path(child))
        .flatMap(BoundConstant::text)
        .orElse("");
  }

  private static Optional<OrderedColumn> truncated(
      OrderedColumn column, String unit, String result) {
    Optional<OrderedColumn> truncated =
        Steps.starts(unit).map(starts -> column.then(starts, TIMESTAMP));
    return result.equals("DATE")
        ? truncated.map(each -> each.then(Steps.days(), result))
        : truncated.filter(each -> isInMicros(result)).map(each -> each.then(Steps.SAME, result));
  }

  private static boolean isInMicros(String type) {
    return type.equals(TIMESTAMP) || type.equals(TIMESTAMPTZ);
  }

  private static Optional<OrderedColumn> inMicros(OrderedColumn column) {
    if (isInMicros(column.type())) {
      return Optional.of(column);
    }
    return column.type().equals("DATE")
        ? Optional.of(column.then(Steps.midnights(), TIMESTAMP))
        : Optional.empty();
  }

  private static Optional<OrderedColumn> cast(OrderedColumn column, JsonNode node) {
    String target = node.path("return_type").path("id").asText();
    if (isInMicros(column.type()) || column.type().equals("DATE")) {
      return castTime(column, target);
    }
    return isExact(column.schema(), target, node.path("return_type").path("type_info"))
        ? Optional.of(column.then(Steps.SAME, target))
        : Optional.empty();
  }

  private static Optional<OrderedColumn> castTime(OrderedColumn column, String target) {
    if (column.type().equals("DATE") == target.equals("DATE")) {
      return target.equals("DATE") || isInMicros(target)
          ? Optional.of(column.then(Steps.SAME, target))
          : Optional.empty();
    }
    if (target.equals("DATE")) {
      return Optional.of(column.then(Steps.days(), target));
    }
    return isInMicros(target)
        ? Optional.of(column.then(Steps.midnights(), target))
        : Optional.empty();
  }

  /// Whether all numbers of the schema stay what they are as a `target`. A double may round large
  /// ones, which [OrderedColumn] allows for.
  private static boolean isExact(Schema schema, String target, JsonNode info) {
    return switch (schema.getType()) {
      case INT, LONG ->
          schema.getLogicalType() == null
              && (INTEGERS.contains(target) || target.equals("DECIMAL") || target.equals("DOUBLE"));
      case BYTES, FIXED ->
          schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
              && target.equals("DECIMAL")
              && info.path("scale").asInt(-1) >= decimal.getScale();
      case FLOAT -> target.equals("DOUBLE");
      case BOOLEAN, DOUBLE, STRING, ENUM, ARRAY, MAP, RECORD, NULL, UNION -> false;
    };
  }
}
