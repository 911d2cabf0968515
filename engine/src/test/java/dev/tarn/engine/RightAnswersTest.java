package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ChunkCache;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FetchSettings;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.ParquetSettings;
import dev.tarn.query.Query;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.Querying;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.RowCursor;
import dev.tarn.query.ScanFetcher;
import dev.tarn.query.ScratchSpace;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers to random queries over ingested records, of three versions of their schema in many files
/// of several row groups, are those of plain DuckDB over the same records as they were posted.
///
/// The system properties `tarn.answers.queries` and `tarn.answers.seed` ask for more and others.
class RightAnswersTest {
  private static final int QUERIES = Integer.getInteger("tarn.answers.queries", 500);
  private static final long SEED = Long.getLong("tarn.answers.seed", 20261129);
  private static final int THREADS = 2;
  private static final QueryLimits LIMITS =
      new QueryLimits(
          Duration.ofSeconds(60), 1L << 30, 256L << 20, 1, 256L << 20, 1_000_000, 64L << 20);
  private static final ParquetSettings SMALL_ROW_GROUPS = new ParquetSettings(1, 16, 4);

  @TempDir Path directory;

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final LongAdder scanned = new LongAdder();
  private final LongAdder total = new LongAdder();

  @Test
  void answersAreThoseOfPlainDuckDbOverTheRecordsAsPosted()
      throws SQLException, IOException, InterruptedException, ExecutionException {
    System.out.printf("%d queries of seed %d%n", QUERIES, SEED);
    RandomQueries queries = new RandomQueries(SEED);
    List<String> asked = IntStream.range(0, QUERIES).mapToObj(i -> queries.next()).toList();
    try (DuckDBConnection plain = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      execute(plain, "SET GLOBAL TimeZone = 'UTC'");
      fill(plain, "a", new RandomEvents(SEED, false), 2, 150);
      fill(plain, "b", new RandomEvents(SEED + 1, true), 1, 60);
      Querying querying = querying();
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        Connection own = plain.duplicate();
        running.add(
            threads.submit(() -> {
              for (int i = first; i < asked.size(); i += THREADS) {
                compare(querying, own, asked.get(i), i);
              }
              return own;
            }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    }

    assertThat(scanned.sum()).as("files read of " + total).isLessThan(total.sum() * 3 / 4);
  }

  private void compare(Querying querying, Connection plain, String sql, int number)
      throws SQLException {
    Rows rows = new Rows();
    QueryStatistics statistics =
        querying.answer(
            new Query(
                Principal.withoutToken(),
                sql,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()),
            LIMITS,
            rows,
            OutputStream.nullOutputStream());
    scanned.add(statistics.filesScanned());
    total.add(statistics.filesTotal());

    assertThat(rows.rows)
        .as("query %d of seed %d: %s", number, SEED, sql)
        .isEqualTo(rows(plain, sql));
  }

  private Querying querying() {
    return new Querying(
        tables,
        new DuckDbEngine(),
        fetcher(),
        new ScratchSpace(directory.resolve("scratch")),
        new QueryPrice(1024),
        metrics);
  }

  /// Fetches parts of files however small they are, and keeps some of them from query to query.
  private ScanFetcher fetcher() {
    return new ColumnChunkFetcher(
        store,
        new FetchSettings(4, 0, 64, 1L << 20),
        Optional.of(ChunkCache.open(directory.resolve("cache"), 256L << 10)));
  }

  private void fill(Connection plain, String table, RandomEvents events, int batches, int count)
      throws SQLException, IOException {
    DatasetName dataset = new DatasetName(table);
    Ingestion ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(
                store, definition -> new ParquetEncoder(definition, SMALL_ROW_GROUPS), 100),
            new StoredReceipts(store),
            metrics);
    execute(plain, "CREATE TABLE " + table + " (" + RandomEvents.columns() + ")");
    for (int version = 1; version <= RandomEvents.VERSIONS; version++) {
      define(dataset, version);
      for (int batch = 0; batch < batches; batch++) {
        byte[] lines = events.lines(version, count).getBytes(StandardCharsets.UTF_8);
        var _ =
            ingestion.ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    dataset,
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(lines),
                    Optional.empty()));
        Path file = Files.write(directory.resolve("posted.ndjson"), lines);
        execute(plain, "INSERT INTO " + table + " " + RandomEvents.rows(file.toString(), version));
      }
    }
  }

  private void define(DatasetName dataset, int version) {
    String definition =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Event", "fields": [%s]}}
        """
            .formatted(RandomEvents.fields(version));
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(dataset, definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<List<@Nullable Object>> rows(Connection connection, String sql)
      throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(comparable(ValueReader.read(result, i, result.getMetaData().getColumnType(i))));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /// The value as one that is equal to others of the same bytes.
  private static @Nullable Object comparable(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
  }

  /// Keeps the rows of an answer.
  private static final class Rows implements ResultWriter {
    private List<List<@Nullable Object>> rows = List.of();

    @Override
    public String mediaType() {
      return "application/x-rows";
    }

    @Override
    public boolean carriesStatistics() {
      return false;
    }

    @Override
    public QueryStatistics write(
        RowCursor cursor,
        QueryLimits limits,
        LongFunction<QueryStatistics> statistics,
        OutputStream out) {
      rows = new ArrayList<>();
      for (List<@Nullable Object> row : Lake.read(cursor).rows()) {
        List<@Nullable Object> values = new ArrayList<>();
        row.forEach(value -> values.add(comparable(value)));
        rows.add(values);
      }
      return statistics.apply(rows.size());
    }
  }
}
