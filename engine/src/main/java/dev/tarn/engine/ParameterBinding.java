package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts constants in the place of a statement's placeholders, so that its plan shows them (a
/// prepared statement's does not). The places are the parser's own. That nothing else changed is
/// then proven, not assumed: the new text must parse to the old tree with exactly the placeholder
/// nodes exchanged for constants, or the statement is refused.
final class ParameterBinding {
  private static final Set<String> IGNORED =
      Set.of("query_location", "query_location_length", "named_param_map");

  private final StatementParser parser;
  private final Database database;

  ParameterBinding(StatementParser parser, Database database) {
    this.parser = parser;
    this.database = database;
  }

  /// `sql`, whose tree is `tree`, with `parameters` in its placeholders' places.
  String bind(String sql, JsonNode tree, List<@Nullable Object> parameters) throws SQLException {
    List<Placeholder> placeholders = new ArrayList<>();
    collect(tree, placeholders);
    int expected = placeholders.stream().mapToInt(Placeholder::number).max().orElse(0);
    if (expected != parameters.size()) {
      throw new Problem.SqlRefused(
              "the statement has %d placeholders, but %d parameters are given"
                  .formatted(expected, parameters.size()))
          .exception();
    }
    if (placeholders.isEmpty()) {
      return sql;
    }
    Map<Integer, String> literals = new HashMap<>();
    Map<Integer, JsonNode> nodes = new HashMap<>();
    for (int number = 1; number <= parameters.size(); number++) {
      String literal = literal(parameters.get(number - 1), number);
      literals.put(number, literal);
      nodes.put(
          number,
          parser.parse(database, "SELECT " + literal).path("node").path("select_list").get(0));
    }
    String bound = replace(sql, placeholders, literals);
    if (!same(tree, parser.parse(database, bound), nodes)) {
      throw new Problem.SqlRefused("a placeholder stands where no constant can").exception();
    }
    return bound;
  }

  private record Placeholder(int number, int offset, int length) {}

  private static void collect(JsonNode node, List<Placeholder> found) {
    if (node.path("class").asText("").equals("PARAMETER")) {
      String identifier = node.path("identifier").asText();
      if (!identifier.matches("\\d{1,4}") || !node.path("query_location").isInt()) {
        throw new Problem.SqlRefused(
                "the placeholder '" + identifier + "' is not accepted; write '?'")
            .exception();
      }
      found.add(
          new Placeholder(
              Integer.parseInt(identifier),
              node.path("query_location").intValue(),
              node.path("query_location_length").intValue()));
    }
    node.forEach(child -> collect(child, found));
  }

  private static String replace(
      String sql, List<Placeholder> placeholders, Map<Integer, String> literals) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bound = new ByteArrayOutputStream();
    int copied = 0;
    List<Placeholder> inOrder =
        placeholders.stream()
            .sorted(Comparator.comparingInt(Placeholder::offset))
            .distinct()
            .toList();
    for (Placeholder placeholder : inOrder) {
      int end = placeholder.offset() + placeholder.length();
      if (placeholder.offset() < copied || end > text.length) {
        throw new IllegalStateException("DuckDB places a placeholder outside the statement");
      }
      bound.write(text, copied, placeholder.offset() - copied);
      bound.writeBytes(
          (" " + literals.get(placeholder.number()) + " ").getBytes(StandardCharsets.UTF_8));
      copied = end;
    }
    bound.write(text, copied, text.length - copied);
    return bound.toString(StandardCharsets.UTF_8);
  }

  private static boolean same(JsonNode old, JsonNode bound, Map<Integer, JsonNode> nodes) {
    if (old.path("class").asText("").equals("PARAMETER")) {
      JsonNode constant = Objects.requireNonNull(nodes.get(old.path("identifier").asInt()));
      ObjectNode expected = constant.deepCopy();
      expected.set("alias", old.path("alias"));
      return same(expected, bound, Map.of());
    }
    if (old.isObject()) {
      if (!bound.isObject() || old.size() != bound.size()) {
        return false;
      }
      for (Map.Entry<String, JsonNode> field : old.properties()) {
        JsonNode other = bound.get(field.getKey());
        if (!IGNORED.contains(field.getKey())
            && (other == null || !same(field.getValue(), other, nodes))) {
          return false;
        }
      }
      return true;
    }
    if (old.isArray()) {
      if (!bound.isArray() || old.size() != bound.size()) {
        return false;
      }
      for (int i = 0; i < old.size(); i++) {
        if (!same(old.get(i), bound.get(i), nodes)) {
          return false;
        }
      }
      return true;
    }
    return old.equals(bound);
  }

  private static String literal(@Nullable Object value, int number) {
    return switch (value) {
      case null -> "NULL";
      case Boolean flag -> flag.toString();
      case Long integer -> integer < 0 ? "(" + integer + ")" : integer.toString();
      case Double real -> real(real);
      case BigDecimal decimal -> decimal(decimal);
      case String text -> {
        if (text.indexOf('\0') >= 0) {
          throw new Problem.SqlRefused("parameter " + number + " holds a NUL character")
              .exception();
        }
        yield SqlQuoting.string(text);
      }
      default ->
          throw new IllegalArgumentException("no parameter is a " + value.getClass().getName());
    };
  }

  private static String real(double value) {
    return Double.isFinite(value) && value >= 0
        ? Double.toString(value)
        : "CAST('" + value + "' AS DOUBLE)";
  }

  private static String decimal(BigDecimal value) {
    boolean fits =
        value.scale() >= 0
            && value.scale() <= 38
            && value.precision() - value.scale() <= 38
            && Math.max(value.precision(), value.scale()) <= 38;
    if (!fits) {
      return "CAST('" + value + "' AS DOUBLE)";
    }
    return value.signum() < 0 ? "(" + value.toPlainString() + ")" : value.toPlainString();
  }
}
