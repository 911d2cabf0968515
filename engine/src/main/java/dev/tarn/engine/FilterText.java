package dev.tarn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The filters of a table scan as DuckDB prints them in a plan: text in which names are not quoted,
/// and a list that is cut at line ends even within string literals. This puts the literals together
/// again and finds the names.
final class FilterText {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

  private FilterText() {}

  /// The filters that `lines`, put together, hold.
  static List<String> filters(List<String> lines) {
    List<String> filters = new ArrayList<>();
    StringBuilder filter = new StringBuilder();
    for (String line : lines) {
      filter.append(filter.isEmpty() ? "" : "\n").append(line);
      if (filter.chars().filter(c -> c == '\'').count() % 2 == 0) {
        filters.add(filter.toString());
        filter.setLength(0);
      }
    }
    return filters;
  }

  /// Every word outside literals that could be a column's name; some are keywords and functions.
  static Set<String> names(String filter) {
    Set<String> names = new TreeSet<>();
    String[] parts = filter.split("'", -1);
    for (int i = 0; i < parts.length; i += 2) {
      WORD.matcher(parts[i]).results().forEach(word -> names.add(word.group()));
    }
    return names;
  }
}
