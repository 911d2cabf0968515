package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.query.FetchedTable;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import dev.tarn.query.TableScan;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import dev.tarn.table.StatisticsPruning;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers over the files and columns that the plan asks for are those that plain DuckDB gives over
/// all of them. Files are left out by their statistics; columns the plan does not name are nulls.
class PruningTest {
  private static final int QUERIES = 250;
  private static final DuckDbEngine ENGINE = new DuckDbEngine();
  private static final String FIRST =
      """
      {"name":"time","type":{"type":"long","logicalType":"timestamp-micros"}},
      {"name":"id","type":"long"},
      {"name":"n","type":"int"},
      {"name":"wide","type":"int"},
      {"name":"real","type":["null","double"],"default":null},
      {"name":"net","type":["null","string"],"default":null},
      {"name":"kind","type":{"type":"enum","name":"K","symbols":["x","y","z"]}},
      {"name":"day","type":{"type":"int","logicalType":"date"}},
      {"name":"ok","type":"boolean"},
      {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}},
      {"name":"p","type":{"type":"record","name":"P","fields":[{"name":"x","type":"int"}]}}
      """;
  private static final String SECOND =
      FIRST
              .replace("\"wide\",\"type\":\"int\"", "\"wide\",\"type\":\"long\"")
              .replace(
                  "[{\"name\":\"x\",\"type\":\"int\"}]",
                  "[{\"name\":\"x\",\"type\":\"int\"},"
                      + "{\"name\":\"label\",\"type\":[\"null\",\"string\"],\"default\":null}]")
          + ",{\"name\":\"added\",\"type\":[\"long\",\"null\"],\"default\":7}";

  @TempDir static Path directory;
  static Lake lake = new Lake(Path.of("."));
  static final Map<Path, FileStatistics> STATISTICS = new HashMap<>();
  static @Nullable Connection plain;

  @BeforeAll
  static void writeFiles() throws SQLException {
    lake = new Lake(directory);
    plain = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET TimeZone = 'UTC'");
    for (String table : List.of("a", "b")) {
      lake.define(table, FIRST);
      for (int i = 0; i < 12; i++) {
        if (i == 6) {
          lake.define(table, SECOND);
        }
        LocalDate date = LocalDate.of(2026, 1, 1 + i % 6);
        int from = table.equals("a") ? i * 90 : i * 40;
        lake.write(table, date, rows(date, from, i >= 6));
        Path file = lake.files(table).getLast().path();
        execute(
            "%s SELECT *%s, DATE '%s' AS event_date FROM read_parquet('%s')"
                .formatted(
                    i == 0 ? "CREATE TABLE " + table + " AS" : "INSERT INTO " + table,
                    i >= 6
                        ? ""
                        : " REPLACE (wide::BIGINT AS wide, {'x': p.x, 'label': NULL::VARCHAR} AS"
                            + " p), 7::BIGINT AS added",
                    date,
                    file));
        STATISTICS.put(file, statistics(file, i >= 6));
      }
    }
  }

  @AfterAll
  static void close() throws SQLException {
    if (plain != null) {
      plain.close();
    }
  }

  private static void execute(String sql) throws SQLException {
    if (plain != null) {
      try (Statement statement = plain.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private static String rows(LocalDate date, int from, boolean second) {
    return """
    SELECT TIMESTAMPTZ '%s 00:00:00+00' + to_seconds(range * 700) AS time,
           (%d + range)::BIGINT AS id, ((%d + range * 7) %% 300)::INTEGER AS n,
           (range * 3)::%s AS wide,
           CASE WHEN range %% 5 > 0 THEN (%d %% 11) + range / 40 END AS real,
           CASE WHEN %d %% 4 > 0 THEN 'n' || ((%d + range) // 60 %% 8) END AS net,
           ['x', 'y', 'z'][1 + range %% 3] AS kind,
           DATE '%s' + (range // 50)::INTEGER AS day,
           %d %% 3 > 0 OR range %% 2 = 0 AS ok,
           ((%d + range) / 77)::DECIMAL(6, 2) AS price,
           %s AS p%s
    FROM range(120)
    """
        .formatted(
            date,
            from,
            from,
            second ? "BIGINT" : "INTEGER",
            from,
            from,
            from,
            date,
            from,
            from,
            second
                ? "{'x': range::INTEGER, 'label': CASE WHEN range > 9 THEN 'l' || range // 4 END}"
                : "{'x': range::INTEGER}",
            second ? ", CASE WHEN range % 3 > 0 THEN " + from + " + range END AS added" : "");
  }

  private static FileStatistics statistics(Path file, boolean second) throws SQLException {
    Map<String, ColumnStatistics> columns = new HashMap<>();
    List<String> names =
        new ArrayList<>(
            List.of("time", "id", "n", "wide", "real", "net", "kind", "day", "ok", "price", "p.x"));
    if (second) {
      names.addAll(List.of("p.label", "added"));
    }
    for (String name : names) {
      try (Statement statement = DriverManager.getConnection("jdbc:duckdb:").createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT min(%1$s), max(%1$s), count(*) - count(%1$s) FROM read_parquet('%2$s')"
                      .formatted(name.equals("time") ? "epoch_us(time)" : name, file))) {
        row.next();
        columns.put(
            name,
            new ColumnStatistics(
                literal(name, row.getObject(1)),
                literal(name, row.getObject(2)),
                OptionalLong.of(row.getLong(3))));
        statement.getConnection().close();
      }
    }
    return new FileStatistics(120, columns);
  }

  private static Optional<Literal> literal(String column, @Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(new Literal.OfBoolean(flag));
      case Long micros when column.equals("time") -> Optional.of(new Literal.OfTimestamp(micros));
      case Integer number -> Optional.of(new Literal.OfLong(number));
      case Long number -> Optional.of(new Literal.OfLong(number));
      case Double number -> Optional.of(new Literal.OfDouble(number));
      case BigDecimal number -> Optional.of(new Literal.OfDecimal(number));
      case LocalDate date -> Optional.of(new Literal.OfDate(date));
      default -> Optional.of(new Literal.OfString(value.toString()));
    };
  }

  @Test
  void prunedAnswersArePlainAnswers() throws SQLException {
    RandomQueries queries = new RandomQueries(20261124);
    long read = 0;
    long all = 0;
    for (int i = 0; i < QUERIES; i++) {
      String sql = queries.next();
      Pruned pruned = pruned(sql);
      read += pruned.files();
      all += pruned.allFiles();

      assertThat(pruned.rows()).as("query %d: %s", i, sql).isEqualTo(plainRows(sql));
    }

    assertThat(read).as("files read of " + all).isLessThan(all * 3 / 4);
  }

  private record Pruned(List<List<@Nullable Object>> rows, int files, int allFiles) {}

  private static Pruned pruned(String sql) {
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      Set<String> names = new TreeSet<>(session.accept(sql));
      Map<String, TableScan> scans = new HashMap<>();
      session.plan(lake.typed(names), List.of()).forEach(scan -> scans.put(scan.table(), scan));
      List<FetchedTable> tables = new ArrayList<>();
      Set<Path> read = new HashSet<>();
      int all = 0;
      for (String name : names) {
        TableScan scan = scans.get(name);
        List<LocalFile> files =
            lake.files(name).stream().filter(file -> scan != null && mayMatch(scan, file)).toList();
        files.forEach(file -> read.add(file.path()));
        all += lake.files(name).size();
        tables.add(lake.fetched(name, files));
      }
      try (RowCursor cursor = session.execute(tables)) {
        return new Pruned(Lake.read(cursor).rows(), read.size(), all);
      }
    }
  }

  private static boolean mayMatch(TableScan scan, LocalFile file) {
    FileStatistics statistics = STATISTICS.get(file.path());
    return statistics == null
        || new StatisticsPruning(scan.predicate(), "time")
            .mayMatch(
                new DataFile(
                    new ObjectKey("f"), 1, file.eventDate(), file.schemaVersion(), statistics));
  }

  private static List<List<@Nullable Object>> plainRows(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (plain != null) {
      try (Statement statement = plain.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(ValueReader.read(result, i, result.getMetaData().getColumnType(i)));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
