package dev.tarn.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of a result that has ended, in memory.
final class BufferedRows implements RowCursor {
  /// About how much may be held.
  private static final long MOST_BYTES = 8 << 20;

  private static final int VALUE_BYTES = 16;

  private final List<ResultColumn> columns;
  private final List<List<@Nullable Object>> rows;
  private int at = -1;

  private BufferedRows(List<ResultColumn> columns, List<List<@Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /// All rows of `cursor`, which is left open; empty where they are too large to be held.
  static Optional<BufferedRows> of(RowCursor cursor) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long bytes = 0;
    while (cursor.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < cursor.columns().size(); i++) {
        Object value = cursor.value(i);
        bytes += size(value);
        row.add(value);
      }
      rows.add(row);
      if (bytes > MOST_BYTES) {
        return Optional.empty();
      }
    }
    return Optional.of(new BufferedRows(cursor.columns(), rows));
  }

  private static long size(@Nullable Object value) {
    return VALUE_BYTES
        + switch (value) {
          case CharSequence text -> 2L * text.length();
          case byte[] bytes -> bytes.length;
          case Collection<?> list -> list.stream().mapToLong(BufferedRows::size).sum();
          case Map<?, ?> map ->
              map.entrySet().stream()
                  .mapToLong(entry -> size(entry.getKey()) + size(entry.getValue()))
                  .sum();
          case null, default -> 0;
        };
  }

  int size() {
    return rows.size();
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    at = Math.min(at + 1, rows.size());
    return at < rows.size();
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(at).get(column);
  }

  @Override
  public void close() {
    at = rows.size();
  }
}
