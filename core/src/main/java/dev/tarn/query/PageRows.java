package dev.tarn.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first rows of a result, without its last columns, which are the keys that the rows are
/// ordered by; and whether there are more rows.
final class PageRows implements RowCursor {
  private final RowCursor rows;
  private final int width;
  private final int limit;
  private final PageStart start;
  private int count;
  private long given;
  private List<@Nullable String> keys = List.of();
  private boolean more;

  /// Where the page begins: `given` rows with `keys` came before it.
  record PageStart(long given, List<@Nullable String> keys) {}

  PageRows(RowCursor rows, int keyColumns, int limit, PageStart start) {
    this.rows = rows;
    this.width = rows.columns().size() - keyColumns;
    this.limit = limit;
    this.start = start;
  }

  @Override
  public List<ResultColumn> columns() {
    return rows.columns().subList(0, width);
  }

  @Override
  public boolean next() {
    if (!rows.next()) {
      return false;
    }
    if (count == limit) {
      more = true;
      return false;
    }
    List<@Nullable String> present = new ArrayList<>();
    for (int column = width; column < rows.columns().size(); column++) {
      present.add(key(rows.value(column)));
    }
    if (count == 0) {
      given = present.equals(start.keys()) ? start.given() : 0;
    } else if (!present.equals(keys)) {
      given = 0;
    }
    given++;
    keys = present;
    count++;
    return true;
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.value(column);
  }

  /// Whether there are rows after the page's.
  boolean more() {
    return more;
  }

  /// Where the page ended.
  PageStart end() {
    return new PageStart(given, keys);
  }

  @Override
  public void close() {
    rows.close();
  }

  /// Equal values have equal texts: of the two zeros, SQL knows one.
  private static @Nullable String key(@Nullable Object value) {
    if (value instanceof Double number && number == 0) {
      return "0.0";
    }
    return value == null ? null : ResultText.of(value);
  }
}
