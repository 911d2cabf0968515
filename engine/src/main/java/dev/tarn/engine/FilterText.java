package dev.tarn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The filters of a table scan as DuckDB prints them in a plan: text in which names are not quoted,
/// marks stand before what is merely a hint, and the list is cut at line ends even within string
/// literals. This puts the literals together again and makes SQL of the rest.
final class FilterText {
  private static final Pattern DYNAMIC = Pattern.compile("Dynamic Filter \\([^()]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![:\\w.])[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*(?![\\w.]|\\()");

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

  /// `filter` as SQL, with the names of `columns` quoted. DuckDB prints names as the table spells
  /// them and keywords in capitals; text where the two cannot be told apart does not parse after.
  static String sql(String filter, ColumnPaths columns) {
    StringBuilder sql = new StringBuilder();
    String[] parts = filter.split("'", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        sql.append('\'');
      }
      sql.append(i % 2 == 0 ? outsideLiterals(parts[i], columns) : parts[i]);
    }
    return sql.toString();
  }

  private static String outsideLiterals(String text, ColumnPaths columns) {
    String plain = DYNAMIC.matcher(text).replaceAll("true").replace("optional: ", "");
    Matcher names = NAME.matcher(plain);
    StringBuilder quoted = new StringBuilder();
    while (names.find()) {
      String name = names.group();
      boolean column = columns.type(name).isPresent();
      names.appendReplacement(
          quoted, Matcher.quoteReplacement(column ? SqlQuoting.path(name) : name));
    }
    return names.appendTail(quoted).toString();
  }
}
