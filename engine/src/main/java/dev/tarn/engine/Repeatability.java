package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/// Tells whether a statement, run again over the same data, gives the same answer. DuckDB says so
/// of each function that the statement calls; the few of which it says too much are named here.
final class Repeatability {
  /// Names that stand for a call where no column has them (the SQL standard's datetime value
  /// functions).
  private static final Set<String> DATETIME_VALUES =
      Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");

  /// Those of the ICU extension, which DuckDB takes for constant, and a macro, of which it says
  /// nothing.
  private static final Set<String> UNDECLARED =
      Set.of("ago", "current_localtime", "current_localtimestamp");

  /// Its age as of today, where it has one argument.
  private static final String AGE = "age";

  private final Set<String> unstable;

  /// @param unstable names of functions, lower-cased, that DuckDB declares to be anything but
  ///   consistent
  Repeatability(Set<String> unstable) {
    this.unstable = Set.copyOf(unstable);
  }

  /// Whether the statement of `tree` is repeatable. A sample never is.
  boolean of(JsonNode tree) {
    if (tree.path("sample").isObject() || isUnstable(tree)) {
      return false;
    }
    for (JsonNode child : tree) {
      if (!of(child)) {
        return false;
      }
    }
    return true;
  }

  private boolean isUnstable(JsonNode node) {
    String function = node.path("function_name").asText("").toLowerCase(Locale.ROOT);
    if (function.equals(AGE)) {
      return node.path("arguments").size() < 2;
    }
    JsonNode column = node.path("column_names");
    return isUnstable(function)
        || (column.size() == 1
            && DATETIME_VALUES.contains(column.get(0).asText().toLowerCase(Locale.ROOT)));
  }

  /// Whether a function gives another value for the same arguments some time.
  boolean isUnstable(String function) {
    return unstable.contains(function) || UNDECLARED.contains(function);
  }
}
