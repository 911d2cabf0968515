package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// Tells of operators of a bound plan whether they do no more with what they are given than to
/// count it: `count(*)` and `count` of columns, over all rows at once.
final class CountingAggregate {
  private static final Set<String> COUNTS = Set.of("count", "count_star");

  private CountingAggregate() {}

  /// Whether `aggregate` only counts rows and values of what is below it.
  static boolean is(JsonNode aggregate) {
    if (!aggregate.path("groups").isEmpty()) {
      return false;
    }
    for (JsonNode expression : aggregate.path("expressions")) {
      if (!expression.path("type").asText().equals("BOUND_AGGREGATE")
          || !COUNTS.contains(BoundColumnReader.function(expression))
          || !expression.path("aggregate_type").asText().equals("NON_DISTINCT")
          || !expression.path("filter").isNull()
          || !expression.path("order_bys").isNull()
          || !areColumnsOrConstants(expression.path("children"))) {
        return false;
      }
    }
    return true;
  }

  /// Whether `projection` gives columns of what is below it and constants, and nothing else.
  static boolean passesOn(JsonNode projection) {
    return areColumnsOrConstants(projection.path("expressions"));
  }

  private static boolean areColumnsOrConstants(JsonNode expressions) {
    for (JsonNode expression : expressions) {
      if (BoundFilterReader.reference(expression).isEmpty()
          && !expression.path("expression_class").asText().equals("BOUND_CONSTANT")) {
        return false;
      }
    }
    return true;
  }
}
