package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.query.Querying;
import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A query fetches little more than the column chunks that it needs, whose sizes DuckDB tells from
/// the files.
class FetchedBytesTest {
  private static final int DAYS = 4;
  private static final double MOST = 1.2;

  @TempDir static Path directory;
  private static RangedLake lake = new RangedLake(new MemoryStore(Clock.systemUTC()), Path.of("."));
  private static MemoryStore store = new MemoryStore(Clock.systemUTC());

  @BeforeAll
  static void writeFiles() throws SQLException, IOException {
    lake = new RangedLake(store, directory);
    lake.define(
        """
        ,{"name":"id","type":"long"},{"name":"net","type":"string"},{"name":"kind","type":"string"},
        {"name":"value","type":"double"},{"name":"place","type":"string"},
        {"name":"noise","type":"long"},{"name":"more","type":"long"}
        """);
    for (int day = 1; day <= DAYS; day++) {
      var _ =
          lake.copy(
              LocalDate.of(2026, 1, day),
              """
              SELECT TIMESTAMPTZ '2026-01-0%d 00:00:00+00' + to_milliseconds(range * 280) AS time,
                     (range + %d * 300000)::BIGINT AS id, 'n' || hash(range) %% 40 AS net,
                     'k' || hash(range + 7) %% 9 AS kind, sqrt(range * 7 + %d) AS value,
                     'place ' || hash(range) AS place, (hash(range + 1) >> 2)::BIGINT AS noise,
                     (hash(range + 2) >> 2)::BIGINT AS more
              FROM range(300000)
              """
                  .formatted(day, day, day),
              "ROW_GROUP_SIZE 30720");
    }
  }

  @Test
  void aPointLookupFetchesTheChunksOfOneRowGroup() throws SQLException, IOException {
    check(
        "SELECT place, value FROM events WHERE id = 642000",
        List.of("id", "place", "value"),
        "file = 1 AND row_group_id = 1");
  }

  @Test
  void aDayFetchesTheChunksOfItsFile() throws SQLException, IOException {
    check(
        "SELECT net, max(value) AS v FROM events WHERE time >= '2026-01-03' AND time < '2026-01-04'"
            + " GROUP BY 1 ORDER BY 1",
        List.of("time", "net", "value"),
        "file = 2");
  }

  @Test
  void aGroupingOfAllRowsFetchesTheChunksOfItsColumns() throws SQLException, IOException {
    check(
        "SELECT net, kind, count(*) AS n FROM events GROUP BY ALL ORDER BY ALL",
        List.of("net", "kind"),
        "true");
  }

  @Test
  void theTopOfAllRowsFetchesTheChunksOfItsColumns() throws SQLException, IOException {
    check(
        "SELECT id, value FROM events ORDER BY value DESC, id LIMIT 10",
        List.of("id", "value"),
        "true");
  }

  @Test
  void aCountOfAllRowsFetchesNothing() throws SQLException, IOException {
    check("SELECT count(*) AS n FROM events", List.of(), "false");
  }

  /// `chunks` selects the row groups that hold what is asked for, of files in the order of days.
  private static void check(String sql, List<String> columns, String chunks)
      throws SQLException, IOException {
    Querying querying = lake.querying(new ColumnChunkFetcher(store));
    RangedLake.Answer cold = RangedLake.answer(querying, sql);
    RangedLake.Answer warm = RangedLake.answer(querying, sql);

    long needed = size(columns, chunks);
    assertThat(cold.rows()).isEqualTo(RangedLake.answer(whole(), sql).rows());
    assertThat(warm.rows()).isEqualTo(cold.rows());
    assertThat(warm.statistics().bytesFetched()).as(sql).isBetween(needed, (long) (needed * MOST));
  }

  private static Querying whole() {
    return lake.querying(new WholeFileScans(store));
  }

  private static long size(List<String> columns, String chunks) throws SQLException, IOException {
    String names =
        columns.stream().map(SqlQuoting::string).collect(Collectors.joining(", ", "[", "]"));
    long bytes = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        var files = Files.list(directory)) {
      List<Path> parquet =
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      for (int i = 0; i < parquet.size(); i++) {
        try (ResultSet row =
            statement.executeQuery(
                """
                SELECT coalesce(sum(total_compressed_size), 0)
                FROM (SELECT *, %d AS file FROM parquet_metadata('%s'))
                WHERE list_contains(%s::VARCHAR[], path_in_schema) AND %s
                """
                    .formatted(i, parquet.get(i), names, chunks))) {
          row.next();
          bytes += row.getLong(1);
        }
      }
    }
    return bytes;
  }
}
