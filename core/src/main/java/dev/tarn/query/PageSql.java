package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes the SELECT of one page. Rows are ordered by the columns that were asked for, and then by
/// all that are selected: rows that are still equal are the same to whoever reads them, so that it
/// matters only how many of them were given. The next page begins at the keys of the last row, and
/// leaves out as many rows with these keys as were given.
final class PageSql {
  private static final String ROW = "tarn_row";

  private final DatasetDefinition definition;
  private final List<String> select;
  private final List<RecordsRequest.Order> order;

  PageSql(DatasetDefinition definition, List<String> select, List<RecordsRequest.Order> order) {
    this.definition = definition;
    this.select = select;
    this.order = order;
  }

  /// The SELECT of `limit` rows, and of one more if there is one. Its last columns are the keys.
  ///
  /// @param start where it begins; the keys that are not null are its parameters
  String page(int limit, PageRows.PageStart start) {
    String columns =
        select.stream()
            .map(path -> column(path) + " AS " + quoted(path))
            .collect(Collectors.joining(", "));
    String keys =
        IntStream.range(0, order.size())
            .mapToObj(i -> ", " + column(order.get(i).column()) + " AS tarn_key_" + i)
            .collect(Collectors.joining());
    String sorted =
        order.stream()
            .map(each ->
                column(each.column()) + (each.descending() ? " DESC" : " ASC") + " NULLS LAST")
            .collect(Collectors.joining(", "));
    String ties =
        select.stream()
            .filter(path -> order.stream().noneMatch(each -> each.column().equals(path)))
            .map(path -> ", " + column(path) + " ASC NULLS LAST")
            .collect(Collectors.joining());
    return "SELECT %s%s FROM %s AS %s%s ORDER BY %s%s LIMIT %d OFFSET %d"
        .formatted(
            columns,
            keys,
            quoted(definition.name().value()),
            ROW,
            start.keys().isEmpty() ? "" : " WHERE " + from(start.keys()),
            sorted,
            ties,
            limit + 1L,
            start.given());
  }

  /// The parameters of [#page], in order.
  List<@Nullable Object> parameters(PageRows.PageStart start) {
    List<@Nullable Object> parameters = new ArrayList<>();
    List<@Nullable String> keys = start.keys();
    if (!keys.isEmpty()) {
      if (keys.getFirst() != null) {
        parameters.add(keys.getFirst());
      }
      addParameters(keys, 0, parameters);
    }
    return parameters;
  }

  /// At or after the keys. That the first column is, is said apart, for files to be left out by it.
  private String from(List<@Nullable String> keys) {
    return atOrAfter(0, keys.getFirst()) + " AND " + from(keys, 0);
  }

  private String from(List<@Nullable String> keys, int at) {
    if (at == keys.size() - 1) {
      return atOrAfter(at, keys.get(at));
    }
    return "(%s OR (%s AND %s))"
        .formatted(after(at, keys.get(at)), equal(at, keys.get(at)), from(keys, at + 1));
  }

  private static void addParameters(
      List<@Nullable String> keys, int at, List<@Nullable Object> parameters) {
    String key = keys.get(at);
    boolean last = at == keys.size() - 1;
    if (key != null) {
      parameters.add(key);
      if (!last) {
        parameters.add(key);
      }
    }
    if (!last) {
      addParameters(keys, at + 1, parameters);
    }
  }

  private String atOrAfter(int at, @Nullable String key) {
    return compared(at, key, order.get(at).descending() ? " <= ?" : " >= ?", " IS NULL");
  }

  private String after(int at, @Nullable String key) {
    return key == null
        ? "false"
        : compared(at, key, order.get(at).descending() ? " < ?" : " > ?", " IS NULL");
  }

  private String compared(int at, @Nullable String key, String comparison, String absent) {
    String column = column(order.get(at).column());
    if (key == null) {
      return column + absent;
    }
    // The event time is always there, and files are left out by what is said of it alone.
    return order.get(at).column().equals(definition.eventTime())
        ? column + comparison
        : "(" + column + comparison + " OR " + column + absent + ")";
  }

  private String equal(int at, @Nullable String key) {
    return column(order.get(at).column()) + (key == null ? " IS NULL" : " = ?");
  }

  private static String column(String path) {
    return Arrays.stream(path.split("\\.", -1))
        .map(PageSql::quoted)
        .collect(Collectors.joining(".", ROW + ".", ""));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
