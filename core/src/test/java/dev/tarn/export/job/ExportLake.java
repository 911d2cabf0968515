package dev.tarn.export.job;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.export.stored.StoredSchedules;
import dev.tarn.ingest.Ingesting;
import dev.tarn.job.JobAnswer;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobRunner;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.query.NoSql;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.MemoryTables;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// A lake with exports, all of it in memory, by a clock that a test moves.
public final class ExportLake {
  /// The dataset.
  public static final DatasetName READINGS = new DatasetName("readings");

  public final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  public final MemoryStore store = new MemoryStore(clock);
  public final ObjectStore published = new PrefixedStore(store, "publish/");
  public final Tables tables;
  public final MemoryMetrics metrics = new MemoryMetrics();
  private final Path directory;

  /// A lake whose tables are in memory.
  public ExportLake(Path directory) {
    this(directory, lake -> new MemoryTables(lake.clock));
  }

  /// A lake whose tables have a log in its store.
  public static ExportLake withLog(Path directory) {
    return new ExportLake(
        directory, lake -> new DeltaTables(lake.store, lake.clock, DeltaSettings.DEFAULT));
  }

  private ExportLake(Path directory, Function<ExportLake, Tables> opener) {
    this.directory = directory;
    this.tables = opener.apply(this);
    byte[] definition =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "id", "type": "int"},
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}}
        """
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition),
                Optional.empty());
  }

  /// Commits the records of the lines.
  public void ingest(String ndjson) {
    var _ = new Ingesting(tables, store, metrics).lines(READINGS, ndjson);
  }

  /// A process over `lake`, which is this lake's store or one that fails.
  public Worker process(ObjectStore lake) {
    return new Worker(lake);
  }

  /// What one process works with.
  public final class Worker {
    public final StoredSchedules schedules;
    public final StoredJobs jobs;
    public final JobQueue queue;
    public final ScheduledExports scheduled;
    public final Exports exports;
    public final ExportSchedules exportSchedules;
    public final JobRunner runner;

    private Worker(ObjectStore lake) {
      schedules = new StoredSchedules(lake);
      jobs = new StoredJobs(lake);
      queue = new StoredJobQueue(lake, clock, Duration.ofMinutes(17), 100);
      scheduled = new ScheduledExports(schedules, jobs, queue, clock, metrics);
      Tables read = tables;
      ScratchSpace scratch = new ScratchSpace(directory);
      WholeFileFetcher fetcher = new WholeFileFetcher(lake, new FooterRowGroupCounter(), 4);
      Querying querying =
          new Querying(
              read,
              new NoSql(),
              new ColumnChunkFetcher(lake),
              scratch,
              new QueryPrice(2048),
              metrics);
      QueryLimits limits = new QueryLimits(Duration.ofMinutes(1), 1, 1, 1, 1, 1, 1);
      ExportSql sql = new ExportSql(read, querying, limits);
      exports = new Exports(jobs, queue, schedules, sql, clock, () -> UUID.randomUUID().toString());
      exportSchedules = new ExportSchedules(schedules, scheduled, sql, clock);
      ObjectStore publish = new PrefixedStore(lake, "publish/");
      ExportWriting writing =
          new ExportWriting(
              read,
              querying,
              fetcher,
              scratch,
              publish,
              new ExportLimits(limits, 2_000, Duration.ofSeconds(10)),
              clock,
              () -> UUID.randomUUID().toString());
      runner =
          new JobRunner(
              jobs,
              List.of(new ExportWork(read, writing, Optional.empty(), publish, metrics)),
              clock,
              JobLimits.DEFAULT,
              () -> UUID.randomUUID().toString(),
              scheduled::startAfter);
    }

    /// Runs what the queue has now, in this thread.
    public void work() {
      List<JobQueue.Delivery> received = queue.receive(10);
      while (!received.isEmpty()) {
        for (JobQueue.Delivery delivery : received) {
          JobAnswer answer =
              runner.run(delivery.job(), clock.instant().plus(Duration.ofMinutes(15)));
          if (answer instanceof JobAnswer.Again(Duration delay)) {
            queue.send(delivery.job(), delay);
          }
          queue.acknowledge(delivery);
        }
        received = queue.receive(10);
      }
    }
  }
}
