package dev.tarn.engine;

import dev.tarn.compaction.MergeLimits;
import dev.tarn.dataset.DatasetDefinition;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Sorts files' rows in one DuckDB instance and writes them.
final class SortedCopy implements AutoCloseable {
  /// DuckDB ends a row group only between its vectors of this many rows.
  private static final int VECTOR_ROWS = 2048;

  private final MergeLimits limits;
  private final ThreadedDatabase database;
  private final Path directory;

  /// Spills into `directory`.
  SortedCopy(MergeLimits limits, Deadline deadline, Path directory) {
    this.limits = limits;
    this.directory = directory;
    database = new ThreadedDatabase(this::open, deadline, () -> false);
  }

  private Database open() throws SQLException {
    Database opened = Database.open();
    try {
      opened.bound(
          new InstanceBounds(limits.memoryBytes(), limits.threads(), limits.temporaryBytes()));
      opened.spillInto(directory);
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  /// Writes the rows of `inputs` into at most `parts` files named `base` and a number, and adds
  /// those to `written` before they are there.
  void run(
      DatasetDefinition definition, List<Path> inputs, long parts, Path base, List<Path> written) {
    database.open();
    var _ = database.ours(() -> sort(definition, inputs));
    long rows =
        database.ours(() -> Long.parseLong(text("SELECT count(*)::VARCHAR FROM rows_sorted")));
    long each = Math.max(1, Math.ceilDiv(rows, Math.max(1, parts)));
    for (long from = 0; from < rows; from += each) {
      Path file = Path.of(base + "-" + written.size() + ".parquet");
      written.add(file);
      long first = from;
      var _ = database.ours(() -> copy(first, first + each, file));
    }
  }

  private boolean sort(DatasetDefinition definition, List<Path> inputs) throws SQLException {
    List<String> keys = new ArrayList<>();
    for (String path : definition.clusterBy()) {
      keys.add(key(path));
    }
    keys.add(key(definition.eventTime()));
    // A table, since its statistics make columns required that have no null.
    database
        .get()
        .execute(
            "CREATE TABLE rows_sorted AS SELECT r.* FROM read_parquet(%s, hive_partitioning = false)"
                    .formatted(SqlQuoting.strings(inputs.stream().map(Path::toString).toList()))
                + " AS r ORDER BY "
                + String.join(", ", keys));
    return true;
  }

  private static String key(String path) {
    return "r." + SqlQuoting.path(path) + " ASC NULLS LAST";
  }

  private boolean copy(long from, long to, Path file) throws SQLException {
    int groupRows = Math.max(1, limits.rowGroupRows() / VECTOR_ROWS) * VECTOR_ROWS;
    database
        .get()
        .execute(
            ("COPY (SELECT * FROM rows_sorted WHERE rowid >= %d AND rowid < %d) TO %s"
                    + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)")
                .formatted(from, to, SqlQuoting.string(file.toString()), groupRows));
    return true;
  }

  private String text(String query) throws SQLException {
    return database.get().text(query, List.of());
  }

  @Override
  public void close() {
    database.close(() -> {});
  }
}
