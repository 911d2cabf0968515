package dev.tarn.query;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows in memory as a cursor.
final class Rows implements RowCursor {
  private final List<ResultColumn> columns;
  private final List<List<@Nullable Object>> rows;
  private int present = -1;

  private Rows(List<ResultColumn> columns, List<List<@Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  static Rows of(List<String> names, List<List<@Nullable Object>> rows) {
    return new Rows(names.stream().map(name -> new ResultColumn(name, "VARCHAR")).toList(), rows);
  }

  static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    present++;
    return present < rows.size();
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(present).get(column);
  }

  @Override
  public void close() {
    present = rows.size();
  }
}
