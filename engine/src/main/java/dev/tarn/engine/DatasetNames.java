package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Finds the tables that a syntax tree reads and does not define itself. A common table expression
/// hides a dataset only where it is in scope: in the expressions after it, in the query it belongs
/// to, and, if it is recursive, in itself.
final class DatasetNames {
  private final Set<String> found = new TreeSet<>();

  private DatasetNames() {}

  /// The names in `tree`, lower-cased.
  static Set<String> in(JsonNode tree) {
    DatasetNames names = new DatasetNames();
    names.collect(tree, Set.of());
    return names.found;
  }

  private void collect(JsonNode node, Set<String> scope) {
    if (node.path("type").asText("").equals("BASE_TABLE")) {
      String name = lower(node.path("table_name"));
      if (!scope.contains(name)) {
        found.add(name);
      }
    }
    Set<String> inner = scope;
    JsonNode expressions = node.path("cte_map").path("map");
    if (!expressions.isEmpty()) {
      inner = new HashSet<>(scope);
      for (JsonNode expression : expressions) {
        collectExpression(expression, inner);
      }
    }
    for (var field : node.properties()) {
      if (!field.getKey().equals("cte_map")) {
        collect(field.getValue(), inner);
      }
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        collect(element, inner);
      }
    }
  }

  private void collectExpression(JsonNode expression, Set<String> scope) {
    String name = lower(expression.path("key"));
    JsonNode query = expression.path("value").path("query_node");
    if (query.path("type").asText().equals("RECURSIVE_CTE_NODE")) {
      scope.add(name);
    }
    collect(expression.path("value"), scope);
    scope.add(name);
  }

  private static String lower(JsonNode name) {
    return name.asText().toLowerCase(Locale.ROOT);
  }
}
