package dev.tarn.local.description;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.api.route.ExportRoutes;
import dev.tarn.api.route.IngestRoutes;
import dev.tarn.api.route.QueryRoutes;
import dev.tarn.catalog.Datasets;
import dev.tarn.engine.DuckDbEngine;
import dev.tarn.export.job.ExportSchedules;
import dev.tarn.export.job.ExportSql;
import dev.tarn.export.job.Exports;
import dev.tarn.export.stored.StoredSchedules;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.maintenance.Maintenance;
import dev.tarn.metric.MetricsReader;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.EngineChoice;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.RecordPages;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.WarehouseQuerying;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.query.stored.StoredQueries;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// All routes over a lake in memory, whose jobs run when they are told to, by a clock that goes on
/// when it is told to.
final class ServedLake {
  private static final QueryLimits LIMITS =
      new QueryLimits(Duration.ofSeconds(20), 1L << 30, 256L << 20, 2, 64L << 20, 1_000, 1_000_000);

  private static final long MOST_IN_BODY = 100_000;

  private final Map<Operation, Endpoint> endpoints = new EnumMap<>(Operation.class);
  private final ObjectStore store;
  private final Path scratchDirectory;
  private final ManualClock clock;
  private final ObjectStore published;
  private final ServedJobs jobs;
  private final ServedWarehouse warehouse = new ServedWarehouse();
  private MetricsReader reader;

  ServedWarehouse warehouse() {
    return warehouse;
  }

  ServedLake(Path scratchDirectory, ManualClock clock) {
    this(new MemoryStore(clock), scratchDirectory, clock);
  }

  private ServedLake(ObjectStore store, Path scratchDirectory, ManualClock clock) {
    this.store = store;
    this.scratchDirectory = scratchDirectory;
    this.clock = clock;
    published = new PrefixedStore(store, "publish/");
    Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
    MemoryMetrics metrics = new MemoryMetrics("test", clock);
    reader = metrics;
    SqlEngine engine = new DuckDbEngine();
    DataFileFetcher fetcher = new WholeFileFetcher(store, new FooterRowGroupCounter(), 4);
    ScratchSpace scratch = new ScratchSpace(scratchDirectory);
    Querying querying =
        new Querying(
            tables, engine, new ColumnChunkFetcher(store), scratch, new QueryPrice(1_024), metrics);
    StoredSchedules schedules = new StoredSchedules(store);
    jobs =
        new ServedJobs(
            store, published, tables, querying, fetcher, scratch, schedules, clock, metrics);
    Datasets datasets = new Datasets(tables);
    Ingestion ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, IngestLimits.DEFAULT.days()),
            new StoredReceipts(store),
            metrics);
    ExportSql sql = new ExportSql(tables, querying, LIMITS);
    endpoints.putAll(
        new IngestRoutes(
                datasets,
                ingestion,
                new Uploads(tables, new StoredJobs(store), store, clock),
                IngestLimits.DEFAULT,
                store,
                new ParquetInput(ParquetInputLimits.DEFAULT))
            .endpoints());
    QueryEngines engines =
        new QueryEngines(
            EngineChoice.DUCKDB,
            Optional.of(
                new WarehouseQuerying(
                    querying,
                    warehouse,
                    new StoredQueries(store),
                    store,
                    clock,
                    Duration.ofMinutes(15))));
    endpoints.putAll(
        new QueryRoutes(
                datasets,
                querying,
                new RecordPages(tables),
                LIMITS,
                engines,
                scratch,
                MOST_IN_BODY,
                engine,
                store)
            .endpoints());
    endpoints.putAll(
        new ExportRoutes(
                new Exports(jobs.jobs(), jobs.queue(), schedules, sql, clock, ServedLake::id),
                new ExportSchedules(schedules, jobs.scheduled(), sql, clock),
                new Maintenance(tables, jobs.jobs(), jobs.queue(), clock, ServedLake::id),
                age -> reader.since(age),
                engine,
                store,
                "/",
                clock)
            .endpoints());
  }

  private static String id() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /// The same lake, served anew by what remembers nothing of it.
  ServedLake reopened() {
    return new ServedLake(store, scratchDirectory, clock);
  }

  /// The operations that are served.
  Set<Operation> served() {
    return endpoints.keySet();
  }

  /// What is answered, problems too.
  ApiResponse answer(ApiRequest request) {
    Endpoint endpoint = Objects.requireNonNull(endpoints.get(request.operation()));
    try {
      return endpoint.handle(request);
    } catch (ProblemException e) {
      return ProblemJson.answer(e.problem(), request.id());
    }
  }

  /// Where the lake is.
  ObjectStore store() {
    return store;
  }

  /// Where exports are published.
  ObjectStore published() {
    return published;
  }

  /// What is to be done later.
  ServedJobs jobs() {
    return jobs;
  }

  /// Has measurements read from `other` from now on.
  void read(MetricsReader other) {
    reader = other;
  }
}
