package dev.tarn.engine;

import dev.tarn.problem.Problem;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.RowCursor;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a statement that runs, taken from the engine's thread some at a time.
final class DuckDbCursor implements RowCursor {
  private static final int BATCH_ROWS = 512;
  private static final int MAX_TYPE_NESTING = 60;

  private final DuckDbSession session;
  private final ResultSet rows;
  private final List<ResultColumn> columns;
  private final int[] types;
  private List<@Nullable Object[]> batch = List.of();
  private int next;
  private boolean last;

  private DuckDbCursor(
      DuckDbSession session, ResultSet rows, List<ResultColumn> columns, int[] types) {
    this.session = session;
    this.rows = rows;
    this.columns = List.copyOf(columns);
    this.types = types;
  }

  /// A cursor over `rows`, before the first. Called on the engine's thread.
  static DuckDbCursor over(DuckDbSession session, ResultSet rows) throws SQLException {
    ResultSetMetaData metadata = rows.getMetaData();
    List<ResultColumn> columns = new ArrayList<>();
    int[] types = new int[metadata.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      String type = metadata.getColumnTypeName(i + 1).replace("\"NULL\"", "NULL");
      checkNesting(type);
      columns.add(new ResultColumn(metadata.getColumnName(i + 1), type));
      types[i] = metadata.getColumnType(i + 1);
    }
    return new DuckDbCursor(session, rows, columns, types);
  }

  private static void checkNesting(String type) {
    long lists = type.chars().filter(c -> c == '[').count();
    long structs = type.chars().filter(c -> c == '(').count();
    if (lists + structs > MAX_TYPE_NESTING * 10L) {
      throw new Problem.SqlRefused("a column of the result has a type nested too deeply")
          .exception();
    }
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    next++;
    if (next < batch.size()) {
      return true;
    }
    if (last) {
      return false;
    }
    batch = session.onEngine(this::fetch);
    next = 0;
    return !batch.isEmpty();
  }

  private List<@Nullable Object[]> fetch() throws SQLException {
    List<@Nullable Object[]> fetched = new ArrayList<>();
    while (fetched.size() < BATCH_ROWS) {
      if (!session.streamed(rows::next)) {
        last = true;
        break;
      }
      @Nullable Object[] row = new @Nullable Object[types.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = ValueReader.read(rows, i + 1, types[i]);
      }
      fetched.add(row);
    }
    return fetched;
  }

  @Override
  public @Nullable Object value(int column) {
    return batch.get(next)[column];
  }

  @Override
  public void close() {
    batch = List.of();
    last = true;
    session.cancel();
  }
}
