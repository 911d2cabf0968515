package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.Set;

/// Tells from DuckDB's plan whether a statement is a plain LIMIT: some rows of one table, whichever
/// ones, each computed by itself. Any other operator than those that are known to be that (an
/// order, an aggregate, a join, a window, another limit) makes it none.
final class PlainLimit {
  private static final Set<String> LIMITS = Set.of("LIMIT", "STREAMING_LIMIT");
  private static final Set<String> ROW_BY_ROW = Set.of("PROJECTION", "FILTER");

  private PlainLimit() {}

  /// How many rows the statement of `plan` wants, if it is a plain LIMIT.
  static OptionalLong of(JsonNode plan) {
    if (plan.size() != 1) {
      return OptionalLong.empty();
    }
    OptionalLong limit = OptionalLong.empty();
    JsonNode operator = plan.path(0);
    while (!operator.path("extra_info").has("Table")) {
      String name = operator.path("name").asText();
      if (LIMITS.contains(name) && limit.isEmpty()) {
        limit = rows(operator.path("extra_info").path("Limit").asText());
        if (limit.isEmpty()) {
          return limit;
        }
      } else if (!ROW_BY_ROW.contains(name)) {
        return OptionalLong.empty();
      }
      if (operator.path("children").size() != 1) {
        return OptionalLong.empty();
      }
      operator = operator.path("children").path(0);
    }
    return operator.path("children").isEmpty() ? limit : OptionalLong.empty();
  }

  private static OptionalLong rows(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
