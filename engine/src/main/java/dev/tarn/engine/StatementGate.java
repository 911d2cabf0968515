package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Set;

/// Lets a syntax tree pass if every node of it is of an accepted kind. What is not listed is
/// refused, so that a new version of the engine opens nothing by itself.
final class StatementGate {
  /// Query nodes, parts of FROM, and modifiers: nodes with a type but no class.
  private static final Set<String> STRUCTURE =
      Set.of(
          "SELECT_NODE",
          "SET_OPERATION_NODE",
          "RECURSIVE_CTE_NODE",
          "CTE_NODE",
          "BASE_TABLE",
          "SUBQUERY",
          "JOIN",
          "EXPRESSION_LIST",
          "EMPTY",
          "EMPTY_FROM",
          "TABLE_FUNCTION",
          "PIVOT",
          "ORDER_MODIFIER",
          "LIMIT_MODIFIER",
          "LIMIT_PERCENT_MODIFIER",
          "DISTINCT_MODIFIER",
          "ORDER_DEFAULT",
          "ASCENDING",
          "DESCENDING");

  private static final Set<String> EXPRESSIONS =
      Set.of(
          "BETWEEN",
          "CASE",
          "CAST",
          "COLLATE",
          "COLUMN_REF",
          "COMPARISON",
          "CONJUNCTION",
          "CONSTANT",
          "FUNCTION",
          "LAMBDA",
          "OPERATOR",
          "PARAMETER",
          "POSITIONAL_REFERENCE",
          "STAR",
          "SUBQUERY",
          "TYPE",
          "WINDOW");

  private static final Set<String> TABLE_FUNCTIONS = Set.of("unnest", "range", "generate_series");

  private final FunctionList functions;
  private final String sql;

  /// A gate for the tree of `sql`.
  StatementGate(FunctionList functions, String sql) {
    this.functions = functions;
    this.sql = sql;
  }

  /// Throws [Problem.SqlRefused] at the first node that is not accepted.
  void check(JsonNode node) {
    if (node.path("type").isTextual()) {
      if (node.path("class").isTextual()) {
        checkExpression(node);
      } else {
        checkStructure(node);
      }
    }
    JsonNode name = node.path("function_name");
    if (name.isTextual() && !functions.accepts(name.asText())) {
      throw refused("the function '" + name.asText() + "' is not accepted", node);
    }
    if (isQualified(node)) {
      throw refused("names of catalogs and schemas are not accepted", node);
    }
    node.forEach(this::check);
  }

  private void checkExpression(JsonNode node) {
    if (!EXPRESSIONS.contains(node.path("class").asText())) {
      throw refused("not accepted: " + words(node.path("class")), node);
    }
  }

  private void checkStructure(JsonNode node) {
    String type = node.path("type").asText();
    if (!STRUCTURE.contains(type)) {
      throw refused(
          type.endsWith("_QUERY_NODE")
              ? "only SELECT is accepted, not " + words(node.path("type"))
              : "not accepted: " + words(node.path("type")),
          node);
    }
    if (type.equals("TABLE_FUNCTION")) {
      String function = node.path("function").path("function_name").asText();
      if (!TABLE_FUNCTIONS.contains(function.toLowerCase(java.util.Locale.ROOT))) {
        throw refused("the function '" + function + "' is not accepted in FROM", node);
      }
    }
    if (!node.path("at_clause").isMissingNode() && !node.path("at_clause").isNull()) {
      throw refused("AT is not accepted; the request's asOf names versions", node);
    }
  }

  private static boolean isQualified(JsonNode node) {
    return !node.path("schema_name").asText("").isEmpty()
        || !node.path("catalog_name").asText("").isEmpty()
        || !node.path("schema").asText("").isEmpty()
        || !node.path("catalog").asText("").isEmpty()
        || node.path("qualified_name").path("path").size() > 1;
  }

  private static String words(JsonNode type) {
    return type.asText().replace("_QUERY_NODE", "").replace("_NODE", "").replace('_', ' ');
  }

  private ProblemException refused(String detail, JsonNode node) {
    return EngineProblems.refused(detail, node.path("query_location").asText(""), 0, sql)
        .exception();
  }
}
