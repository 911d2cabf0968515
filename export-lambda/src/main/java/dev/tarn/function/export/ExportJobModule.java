package dev.tarn.function.export;

import dagger.Module;
import dagger.Provides;
import dev.tarn.audit.Audit;
import dev.tarn.audit.work.AuditWork;
import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.work.CompactionWork;
import dev.tarn.engine.DuckDbMerger;
import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.Leftovers;
import dev.tarn.expiry.work.ExpiryWork;
import dev.tarn.export.Schedules;
import dev.tarn.export.Unloading;
import dev.tarn.export.job.ExportWork;
import dev.tarn.export.job.ExportWriting;
import dev.tarn.export.job.LargeExports;
import dev.tarn.export.job.ScheduledExports;
import dev.tarn.export.job.UnexportedVersions;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.Replay;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.ingest.work.ReplayWork;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobRunner;
import dev.tarn.job.JobWorker;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.StoredFooterReader;
import dev.tarn.parquet.StoredRejectedFiles;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What does the jobs.
@Module
final class ExportJobModule {
  private ExportJobModule() {}

  @Provides
  @Singleton
  static ExportWork exportWork(
      Tables tables,
      Querying querying,
      DataFileFetcher fetcher,
      ScratchSpace scratch,
      @Named(ExportComponent.PUBLISHED) ObjectStore published,
      Optional<Unloading> unloading,
      ExportResources resources,
      Clock clock,
      Metrics metrics) {
    return new ExportWork(
        tables,
        new ExportWriting(
            tables,
            querying,
            fetcher,
            scratch,
            published,
            resources.exports(),
            clock,
            ExportJobModule::unique),
        unloading.map(elsewhere -> new LargeExports(elsewhere, published, scratch)),
        published,
        metrics);
  }

  @Provides
  @Singleton
  static CompactionWork compactionWork(
      Tables tables,
      ObjectStore store,
      DataFileFetcher fetcher,
      ScratchSpace scratch,
      ExportResources resources,
      Clock clock,
      Metrics metrics) {
    return new CompactionWork(
        new Compaction(
            tables,
            store,
            fetcher,
            new DuckDbMerger(),
            scratch,
            CompactionPolicy.DEFAULT,
            resources.compaction(),
            clock,
            metrics));
  }

  @Provides
  @Singleton
  static ExpiryWork expiryWork(
      Tables tables,
      ObjectStore store,
      @Named(ExportComponent.PUBLISHED) ObjectStore published,
      Schedules schedules,
      ExportResources resources,
      Clock clock,
      Metrics metrics) {
    return new ExpiryWork(
        new Expiry(
            tables,
            store,
            resources.retention(),
            new UnexportedVersions(schedules),
            clock,
            metrics),
        new Leftovers(
            List.of(
                new Leftovers.Rule(store, StoredReceipts::prefix, resources.retention().log()),
                new Leftovers.Rule(
                    published, ExportWork::stagingPrefix, resources.retention().files()),
                finished(store, JobKind.COMPACT, resources),
                finished(store, JobKind.EXPIRE, resources),
                finished(store, JobKind.AUDIT, resources),
                finished(store, JobKind.REPLAY, resources),
                finished(store, JobKind.UPLOAD, resources)),
            clock));
  }

  @Provides
  @Singleton
  static AuditWork auditWork(
      Tables tables, ObjectStore store, ExportResources resources, Clock clock, Metrics metrics) {
    return new AuditWork(
        new Audit(
            tables,
            store,
            new StoredFooterReader(store),
            new StoredReceipts(store),
            resources.retention(),
            clock,
            metrics));
  }

  @Provides
  @Singleton
  static ReplayWork replayWork(Tables tables, ObjectStore store, Clock clock, Metrics metrics) {
    return new ReplayWork(
        new Replay(
            tables,
            new StoredRejectedFiles(store),
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, Replay.MOST_DAYS),
            new StoredDeliveries(store),
            metrics,
            clock));
  }

  @Provides
  @Singleton
  static JobWorker worker(
      Jobs jobs,
      JobQueue queue,
      ExportWork exports,
      CompactionWork compaction,
      ExpiryWork expiry,
      AuditWork audit,
      ReplayWork replay,
      ScheduledExports scheduled,
      ExportResources resources,
      Clock clock) {
    JobRunner runner =
        new JobRunner(
            jobs,
            List.of(exports, compaction, expiry, audit, replay),
            clock,
            resources.jobs(),
            ExportJobModule::unique,
            scheduled::startAfter);
    return new JobWorker(queue, runner, clock);
  }

  /// Jobs of exports stay, since a window has one job for ever.
  private static Leftovers.Rule finished(
      ObjectStore store, JobKind kind, ExportResources resources) {
    return new Leftovers.Rule(
        store, dataset -> StoredJobs.prefix(dataset, kind), resources.retention().log());
  }

  /// In whatever process it is made.
  private static String unique() {
    return UUID.randomUUID().toString();
  }
}
