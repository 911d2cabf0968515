package dev.tarn.local.description;

import dev.tarn.audit.Audit;
import dev.tarn.audit.work.AuditWork;
import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.work.CompactionWork;
import dev.tarn.engine.DuckDbMerger;
import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.Leftovers;
import dev.tarn.expiry.Retention;
import dev.tarn.expiry.work.ExpiryWork;
import dev.tarn.export.Schedules;
import dev.tarn.export.job.ExportLimits;
import dev.tarn.export.job.ExportWork;
import dev.tarn.export.job.ExportWriting;
import dev.tarn.export.job.ScheduledExports;
import dev.tarn.export.job.UnexportedVersions;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.job.JobId;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobRunner;
import dev.tarn.job.JobState;
import dev.tarn.job.JobWork;
import dev.tarn.job.JobWorker;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.StoredFooterReader;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The jobs of a lake, of all kinds, and what does them.
final class ServedJobs {
  private static final Duration RUN = Duration.ofMinutes(10);

  private final Jobs jobs;
  private final JobQueue queue;
  private final ScheduledExports scheduled;
  private final JobWorker worker;
  private final Clock clock;

  ServedJobs(
      ObjectStore store,
      ObjectStore published,
      Tables tables,
      Querying querying,
      DataFileFetcher fetcher,
      ScratchSpace scratch,
      Schedules schedules,
      Clock clock,
      Metrics metrics) {
    this.clock = clock;
    jobs = new StoredJobs(store);
    queue = new StoredJobQueue(store, clock, Duration.ofMinutes(17), 10);
    scheduled = new ScheduledExports(schedules, jobs, queue, clock, metrics);
    QueryLimits query =
        new QueryLimits(RUN, 1L << 30, 256L << 20, 2, 64L << 20, Long.MAX_VALUE, Long.MAX_VALUE);
    List<JobWork> works =
        List.of(
            new ExportWork(
                tables,
                new ExportWriting(
                    tables,
                    querying,
                    fetcher,
                    scratch,
                    published,
                    new ExportLimits(query, 1 << 20, Duration.ofSeconds(1)),
                    clock,
                    ServedJobs::unique),
                Optional.empty(),
                published,
                metrics),
            new CompactionWork(
                new Compaction(
                    tables,
                    store,
                    fetcher,
                    new DuckDbMerger(),
                    scratch,
                    CompactionPolicy.DEFAULT,
                    new CompactionLimits(256L << 20, 2, 1L << 30, 1_000),
                    clock,
                    metrics)),
            new ExpiryWork(
                new Expiry(
                    tables,
                    store,
                    Retention.DEFAULT,
                    new UnexportedVersions(schedules),
                    clock,
                    metrics),
                new Leftovers(
                    List.of(
                        new Leftovers.Rule(store, StoredReceipts::prefix, Duration.ofDays(30)),
                        new Leftovers.Rule(
                            published, ExportWork::stagingPrefix, Duration.ofDays(7))),
                    clock)),
            new AuditWork(
                new Audit(
                    tables,
                    store,
                    new StoredFooterReader(store),
                    new StoredReceipts(store),
                    Retention.DEFAULT,
                    clock,
                    metrics)));
    worker =
        new JobWorker(
            queue,
            new JobRunner(
                jobs, works, clock, JobLimits.DEFAULT, ServedJobs::unique, scheduled::startAfter),
            clock);
  }

  private static String unique() {
    return UUID.randomUUID().toString();
  }

  Jobs jobs() {
    return jobs;
  }

  JobQueue queue() {
    return queue;
  }

  ScheduledExports scheduled() {
    return scheduled;
  }

  /// Does all that is to be done by now.
  void runDue() {
    var _ = worker.runDue(clock.instant().plus(RUN));
  }

  /// Has a worker take the job, and nothing more.
  void take(String id) {
    Jobs.Kept kept = JobId.parse(id).flatMap(jobs::find).orElseThrow();
    var _ =
        jobs.replace(
                kept, kept.job().with(new JobState.Running("worker", clock.instant().plus(RUN))))
            .orElseThrow();
  }
}
