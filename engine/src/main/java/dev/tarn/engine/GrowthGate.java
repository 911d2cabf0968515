package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bounds the functions that make a value as long as an argument says. The engine's memory limit
/// does not count strings and lists, nor can one call be interrupted, so such an argument must be a
/// constant, and the constants of calls within calls multiply to 100,000 at most, and with the
/// length of a string that they start from to 16 MiB. So do the arguments of functions that put one
/// of them into another again and again. A placeholder is checked when its value is known.
final class GrowthGate {
  /// The most that nested constants may multiply to.
  static final long MAX_GROWTH = 100_000;

  /// The arguments that say how long a value gets, from 0, by function.
  private static final Map<String, List<Integer>> COUNTS =
      Map.ofEntries(
          Map.entry("repeat", List.of(1)),
          Map.entry("lpad", List.of(1)),
          Map.entry("rpad", List.of(1)),
          Map.entry("bar", List.of(3)),
          Map.entry("bitstring", List.of(1)),
          Map.entry("to_base", List.of(2)),
          Map.entry("list_resize", List.of(1)),
          Map.entry("array_resize", List.of(1)));

  private static final int NONE = -1;

  /// The longest string that constants may make.
  static final long MAX_BYTES = 16L << 20;

  /// Functions whose value, or work, may be as much as their arguments' lengths multiplied, with
  /// the argument from 0 that they put in again and again as it is, or none.
  private static final Map<String, Integer> MULTIPLYING =
      Map.ofEntries(
          Map.entry("replace", 2),
          Map.entry("regexp_replace", 2),
          Map.entry("array_to_string", 1),
          Map.entry("list_string_agg", 1),
          Map.entry("list_aggregate", 2),
          Map.entry("array_aggregate", 2),
          Map.entry("list_aggr", 2),
          Map.entry("array_aggr", 2),
          Map.entry("aggregate", 2),
          Map.entry("list_transform", NONE),
          Map.entry("array_transform", NONE),
          Map.entry("list_apply", NONE),
          Map.entry("array_apply", NONE),
          Map.entry("apply", NONE),
          Map.entry("regexp_matches", NONE),
          Map.entry("regexp_full_match", NONE),
          Map.entry("regexp_extract", NONE),
          Map.entry("regexp_extract_all", NONE),
          Map.entry("regexp_split_to_array", NONE),
          Map.entry("levenshtein", NONE),
          Map.entry("editdist3", NONE),
          Map.entry("jaccard", NONE),
          Map.entry("jaro_similarity", NONE),
          Map.entry("jaro_winkler_similarity", NONE));

  /// A width or precision of more than three digits, or one that is itself an argument.
  private static final Pattern WIDE =
      Pattern.compile("%[^a-zA-Z%]*(\\d{4}|\\*)|\\{[^{}]*(\\d{4}|\\{)");

  private final String sql;

  GrowthGate(String sql) {
    this.sql = sql;
  }

  /// Throws [dev.tarn.problem.Problem.SqlRefused] where a value could get too long.
  void check(JsonNode tree) {
    check(tree, MAX_GROWTH, false);
  }

  private void check(JsonNode node, long budget, boolean inFrom) {
    long left = budget;
    if (node.path("type").isTextual()) {
      left /= Math.max(1, growth(node, inFrom));
      if (left == 0) {
        throw refused(
            "what is made by '%s' here could get longer than %,d times its argument"
                .formatted(name(node), MAX_GROWTH),
            node);
      }
      long bytes = stringLength(node);
      if (left < MAX_GROWTH && bytes > MAX_BYTES * left / MAX_GROWTH) {
        throw refused(
            "what is made of this string here could get longer than %,d bytes".formatted(MAX_BYTES),
            node);
      }
    }
    if (isMultiplying(node)) {
      checkMultiplying(node, left);
      return;
    }
    boolean callsInFrom = node.path("type").asText().equals("TABLE_FUNCTION");
    for (JsonNode child : node) {
      check(child, left, callsInFrom);
    }
  }

  private void checkMultiplying(JsonNode call, long budget) {
    JsonNode arguments = call.path("arguments");
    long all = 1;
    for (int i = 0; i < arguments.size(); i++) {
      all = multiply(all, factor(call, i));
    }
    if (all > budget) {
      throw refused(
          "what is made by '%s' here could get longer than %,d times its argument"
              .formatted(name(call), MAX_GROWTH),
          call);
    }
    for (int i = 0; i < arguments.size(); i++) {
      check(arguments.path(i), budget / Math.max(1, all / factor(call, i)), false);
    }
  }

  private static boolean isMultiplying(JsonNode node) {
    return MULTIPLYING.containsKey(name(node).toLowerCase(Locale.ROOT));
  }

  /// What the argument at `index` of a multiplying call may make its value longer by.
  private long factor(JsonNode call, int index) {
    String function = name(call).toLowerCase(Locale.ROOT);
    JsonNode argument = argument(call, index);
    long length = stringLength(argument);
    if (index != MULTIPLYING.getOrDefault(function, NONE) || length == 0) {
      return length > 0 ? 1 : total(argument);
    }
    long replaced = function.equals("replace") ? stringLength(argument(call, 1)) : 0;
    return Math.ceilDiv(length, Math.max(1, replaced));
  }

  /// How many times longer than what it is made of the value of `node` may be.
  private long total(JsonNode node) {
    long most = 1;
    if (isMultiplying(node)) {
      for (int i = 0; i < node.path("arguments").size(); i++) {
        most = multiply(most, factor(node, i));
      }
    } else {
      for (JsonNode child : node) {
        most = Math.max(most, total(child));
      }
    }
    return multiply(most, Math.max(1, growth(node, false)));
  }

  private static long stringLength(JsonNode node) {
    JsonNode literal = node.path("literal");
    return literal.path("kind").asText().equals("STRING")
        ? literal.path("text").asText().length()
        : 0;
  }

  /// How many times longer than its arguments the node's value may be.
  private long growth(JsonNode node, boolean inFrom) {
    if (node.path("class").asText().equals("TYPE")) {
      return arrayLength(node);
    }
    if (!node.path("class").asText().equals("FUNCTION")) {
      return 1;
    }
    String function = name(node).toLowerCase(Locale.ROOT);
    return switch (function) {
      // In FROM, its rows come one after another.
      case "range", "generate_series" -> inFrom ? 1 : rangeLength(node);
      case "printf", "format" -> formatWidth(node);
      default -> {
        long growth = 1;
        for (int index : COUNTS.getOrDefault(function, List.of())) {
          JsonNode argument = argument(node, index);
          if (!argument.isMissingNode()) {
            growth = multiply(growth, constant(argument, node));
          }
        }
        yield growth;
      }
    };
  }

  private long rangeLength(JsonNode node) {
    List<Long> bounds = new ArrayList<>();
    node.path("arguments")
        .forEach(argument -> bounds.add(signedConstant(argument.path("expression"), node)));
    long from = bounds.size() > 1 ? bounds.get(0) : 0;
    long to = bounds.size() > 1 ? bounds.get(1) : bounds.isEmpty() ? 0 : bounds.get(0);
    long step = bounds.size() > 2 ? Math.max(1, Math.abs(bounds.get(2))) : 1;
    return Math.abs(Math.subtractExact(to, from)) / step + 1;
  }

  private long formatWidth(JsonNode node) {
    JsonNode format = argument(node, 0);
    if (isPlaceholder(format)) {
      return 1;
    }
    JsonNode literal = format.path("literal");
    if (!literal.path("kind").asText().equals("STRING")) {
      throw refused("the format of '" + name(node) + "' must be a constant", node);
    }
    Matcher wide = WIDE.matcher(literal.path("text").asText());
    if (wide.find()) {
      throw refused("'" + name(node) + "' takes widths of up to 999", node);
    }
    return 1;
  }

  private static long arrayLength(JsonNode type) {
    JsonNode length = type.path("children").path(1).path("literal");
    return type.path("type_name").asText().equalsIgnoreCase("array")
            && length.path("kind").asText().equals("INTEGER")
        ? Math.max(1, parse(length.path("text").asText()))
        : 1;
  }

  private long constant(JsonNode argument, JsonNode call) {
    return Math.max(1, signedConstant(argument, call));
  }

  private long signedConstant(JsonNode argument, JsonNode call) {
    if (isPlaceholder(argument)) {
      return 1;
    }
    JsonNode literal = argument.path("literal");
    if (!literal.path("kind").asText().equals("INTEGER")) {
      throw refused(
          name(call).toLowerCase(Locale.ROOT).matches("range|generate_series")
              ? "'%s' takes integer constants alone, except in FROM".formatted(name(call))
              : "how long '%s' makes a value must be an integer constant".formatted(name(call)),
          call);
    }
    return parse(literal.path("text").asText());
  }

  private static long parse(String digits) {
    return digits.length() > 12 ? MAX_GROWTH + 1 : Long.parseLong(digits);
  }

  private static long multiply(long a, long b) {
    return a > MAX_GROWTH || b > MAX_GROWTH ? MAX_GROWTH + 1 : a * b;
  }

  private static boolean isPlaceholder(JsonNode node) {
    return node.path("class").asText().equals("PARAMETER");
  }

  private static JsonNode argument(JsonNode call, int index) {
    return call.path("arguments").path(index).path("expression");
  }

  private static String name(JsonNode node) {
    return node.path("function_name").asText(node.path("type_name").asText());
  }

  private ProblemException refused(String detail, JsonNode node) {
    return EngineProblems.refused(detail, node.path("query_location").asText(""), 0, sql)
        .exception();
  }
}
