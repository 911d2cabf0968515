package dev.tarn.engine;

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
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.parquet.ParquetSettings;
import dev.tarn.query.NdjsonResultWriter;
import dev.tarn.query.Query;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.Querying;
import dev.tarn.query.ScanFetcher;
import dev.tarn.query.ScratchSpace;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A lake of files with several row groups each, some written by Tarn's encoder and some by DuckDB.
final class RangedLake {
  static final long MEMORY_MEGABYTES = 2_048;
  static final DatasetName EVENTS = new DatasetName("events");

  private final ObjectStore store;
  private final Path directory;
  private final Tables tables;
  private final DuckDbEngine engine = new DuckDbEngine();
  private int written;

  RangedLake(ObjectStore store, Path directory) {
    this.store = store;
    this.directory = directory;
    this.tables = tables(store);
  }

  private static Tables tables(ObjectStore store) {
    return new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  }

  /// Gives the dataset fields beside its time, each with a comma before it.
  void define(String fields) {
    byte[] definition =
        """
        {"eventTime": "time", "clusterBy": ["net"], "schema": {"type": "record", "name": "Event",
         "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}}%s]}}
        """
            .formatted(fields)
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(EVENTS, definition),
                Optional.empty());
  }

  /// Ingests lines, which become files with row groups of `rows` rows, in pages of `pageRows`.
  void ingest(String lines, int rows, int pageRows) {
    ParquetSettings settings = new ParquetSettings(3, rows, pageRows);
    var _ =
        new Ingestion(
                tables,
                new BatchDecoder(DecodeLimits.DEFAULT),
                new BatchFiles(store, definition -> new ParquetEncoder(definition, settings), 100),
                new StoredReceipts(store),
                new MemoryMetrics())
            .ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    EVENTS,
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(lines.getBytes(StandardCharsets.UTF_8)),
                    Optional.empty()));
  }

  /// Adds a file that DuckDB writes of `select`, with the options of COPY that `options` has.
  DataFile copy(LocalDate date, String select, String options) throws SQLException, IOException {
    Path file = directory.resolve("copy-" + written++ + ".parquet");
    Lake.plain("COPY (%s) TO '%s' (FORMAT parquet, %s)".formatted(select, file, options));
    BatchId batch = new BatchId("copy-" + written);
    ObjectKey key = table().newDataFileKey(batch, date);
    var _ = store.put(key, Files.readAllBytes(file));
    TableSnapshot known = table().snapshot(new SnapshotTime.Latest());
    DataFile data =
        new DataFile(
            key,
            Files.size(file),
            date,
            known.definition().schemaVersion(),
            ParquetFooter.statistics(file));
    var _ = table().append(known, batch, "copy-" + written, List.of(data));
    return data;
  }

  Table table() {
    return tables.open(EVENTS).orElseThrow();
  }

  List<DataFile> files() {
    return table().snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  Querying querying(ScanFetcher fetcher) {
    return querying(store, fetcher);
  }

  /// Queries that read the table's log in `through`.
  Querying querying(ObjectStore through, ScanFetcher fetcher) {
    return new Querying(
        tables(through),
        engine,
        fetcher,
        new ScratchSpace(directory.resolve("scratch")),
        new QueryPrice(MEMORY_MEGABYTES),
        new MemoryMetrics());
  }

  Path scratch() {
    return directory.resolve("scratch");
  }

  static Query query(String sql) {
    return new Query(
        Principal.withoutToken(),
        sql,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /// What was answered.
  record Answer(List<String> rows, QueryStatistics statistics) {}

  static Answer answer(Querying querying, String sql) {
    return answer(querying, sql, Lake.LIMITS);
  }

  static Answer answer(Querying querying, String sql, QueryLimits limits) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueryStatistics statistics = querying.answer(query(sql), limits, new NdjsonResultWriter(), out);
    return new Answer(out.toString(StandardCharsets.UTF_8).lines().toList(), statistics);
  }
}
