package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.Retention;
import dev.tarn.expiry.VersionHold;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportName;
import dev.tarn.export.Unloading;
import dev.tarn.export.job.ExportLimits;
import dev.tarn.export.job.ExportSchedules;
import dev.tarn.export.job.ExportSql;
import dev.tarn.export.job.ExportWork;
import dev.tarn.export.job.ExportWriting;
import dev.tarn.export.job.Exports;
import dev.tarn.export.job.LargeExports;
import dev.tarn.export.job.ScheduledExports;
import dev.tarn.export.stored.StoredSchedules;
import dev.tarn.ingest.Ingesting;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobRunner;
import dev.tarn.job.JobState;
import dev.tarn.job.JobWorker;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A lake in memory that is ingested into and exported from, by a clock that a test moves.
final class ExportingLake {
  static final DatasetName READINGS = new DatasetName("readings");

  final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T00:00:00Z"));
  final MemoryStore store = new MemoryStore(clock);

  /// What was put for exports, in order.
  final List<String> puts = new CopyOnWriteArrayList<>();

  final ObjectStore published =
      new FaultyStore(
          new PrefixedStore(store, "publish/"),
          call -> {
            if (call.answered() && call.operation().startsWith("put")) {
              puts.add(call.place());
            }
          });
  final Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
  final Exports exports;
  final ExportSchedules schedules;
  final ScheduledExports scheduled;
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final JobWorker worker;
  private final Path directory;

  ExportingLake(Path directory, long partBytes, Optional<Unloading> unloading) {
    this(directory, partBytes, 1L << 30, unloading);
  }

  ExportingLake(Path directory, long partBytes, long maxBytes, Optional<Unloading> unloading) {
    this.directory = directory;
    StoredJobs jobs = new StoredJobs(store);
    JobQueue queue = new StoredJobQueue(store, clock, Duration.ofMinutes(17), 10);
    StoredSchedules stored = new StoredSchedules(store);
    ScratchSpace scratch = new ScratchSpace(directory.resolve("scratch"));
    WholeFileFetcher fetcher = new WholeFileFetcher(store, new FooterRowGroupCounter(), 4);
    Querying querying =
        new Querying(
            tables,
            new DuckDbEngine(),
            new ColumnChunkFetcher(store),
            scratch,
            new QueryPrice(2048),
            metrics);
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(60),
            maxBytes,
            256L << 20,
            2,
            256L << 20,
            Long.MAX_VALUE,
            Long.MAX_VALUE);
    ExportSql sql = new ExportSql(tables, querying, limits);
    exports = new Exports(jobs, queue, stored, sql, clock, () -> UUID.randomUUID().toString());
    scheduled = new ScheduledExports(stored, jobs, queue, clock, metrics);
    schedules = new ExportSchedules(stored, scheduled, sql, clock);
    ExportWriting writing =
        new ExportWriting(
            tables,
            querying,
            fetcher,
            scratch,
            published,
            new ExportLimits(limits, partBytes, Duration.ofSeconds(10)),
            clock,
            () -> UUID.randomUUID().toString());
    JobRunner runner =
        new JobRunner(
            jobs,
            List.of(
                new ExportWork(
                    tables,
                    writing,
                    unloading.map(elsewhere -> new LargeExports(elsewhere, published, scratch)),
                    published,
                    metrics)),
            clock,
            JobLimits.DEFAULT,
            () -> UUID.randomUUID().toString(),
            scheduled::startAfter);
    worker = new JobWorker(queue, runner, clock);
  }

  void define(String fields) {
    byte[] definition =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "id", "type": "int"},
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}%s]}}
        """
            .formatted(fields)
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition),
                Optional.empty());
  }

  void ingest(String lines) {
    var _ = new Ingesting(tables, store, metrics).lines(READINGS, lines);
  }

  /// Merges what of each day is in more than one file.
  void compact() {
    var _ =
        new Compaction(
                tables,
                store,
                new WholeFileFetcher(store, new FooterRowGroupCounter(), 4),
                new DuckDbMerger(),
                new ScratchSpace(directory.resolve("scratch")),
                new CompactionPolicy(128L << 20, 2),
                new CompactionLimits(256L << 20, 1, 256L << 20, 1_000),
                clock,
                metrics)
            .compact(READINGS, clock.instant().plus(Duration.ofMinutes(14)));
  }

  /// Lets go of what the retention and `hold` no longer keep.
  void expire(VersionHold hold) {
    var _ = new Expiry(tables, store, Retention.DEFAULT, hold, clock, metrics).expire(READINGS);
  }

  JobId ask(ExportFormat format, ExportCompression compression, String sql) {
    return exports.start(
        new Exports.Asked(
            Principal.withoutToken(),
            READINGS,
            Optional.of(new ExportName(format.label() + "-" + compression.label())),
            format,
            compression,
            Optional.empty(),
            Optional.empty(),
            sql.isEmpty() ? Optional.empty() : Optional.of(sql),
            Optional.empty()));
  }

  /// Does what is in the queue, and what of it is to be looked at again within an hour.
  void work() {
    for (int i = 0; i < 60; i++) {
      var _ = worker.runDue(clock.instant().plus(Duration.ofMinutes(14)));
      clock.pass(Duration.ofMinutes(1));
    }
  }

  /// Does the jobs for as long as a function with that much time does.
  void workOnce(Duration time) {
    var _ = worker.runDue(clock.instant().plus(time));
  }

  Job job(JobId id) {
    return exports.find(Principal.withoutToken(), id.toString());
  }

  /// The manifest of an export that has succeeded.
  JsonNode manifest(JobId id) {
    Job job = job(id);
    assertThat(job.state()).isInstanceOf(JobState.Succeeded.class);
    return json("exports/readings/" + id.name().replace('.', '/') + "/manifest.json");
  }

  JsonNode json(String path) {
    try {
      return new JsonMapper().readTree(published.get(new ObjectKey(path)).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The parts of a manifest, as local files.
  List<Path> parts(JsonNode manifest) {
    List<Path> files = new ArrayList<>();
    try {
      for (JsonNode part : manifest.path("parts")) {
        String path = part.path("path").asText();
        Path file = directory.resolve("fetched").resolve(path);
        Files.createDirectories(file.getParent());
        files.add(Files.write(file, published.get(new ObjectKey(path)).bytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
