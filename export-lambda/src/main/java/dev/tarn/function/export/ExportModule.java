package dev.tarn.function.export;

import dagger.Module;
import dagger.Provides;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.route.ExportRoutes;
import dev.tarn.clock.Clockwork;
import dev.tarn.engine.DuckDbEngine;
import dev.tarn.event.EventFunction;
import dev.tarn.export.Schedules;
import dev.tarn.export.job.ExportSchedules;
import dev.tarn.export.job.ExportSql;
import dev.tarn.export.job.Exports;
import dev.tarn.export.job.ScheduledExports;
import dev.tarn.export.stored.StoredSchedules;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobWorker;
import dev.tarn.job.Jobs;
import dev.tarn.job.MeasuredJobs;
import dev.tarn.job.sqs.SqsJobFunction;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.maintenance.Maintenance;
import dev.tarn.metric.Metrics;
import dev.tarn.metric.MetricsReader;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.crac.Resource;

/// What is asked for, and what it is asked with.
@Module
final class ExportModule {
  private static final int CONCURRENT_REQUESTS = 16;
  private static final int ID_LENGTH = 8;

  private ExportModule() {}

  @Provides
  @Singleton
  static Tables tables(ObjectStore store, Clock clock) {
    return new DeltaTables(store, clock, DeltaSettings.DEFAULT);
  }

  @Provides
  @Singleton
  static SqlEngine engine() {
    return new DuckDbEngine();
  }

  @Provides
  @Singleton
  static ScratchSpace scratch(ExportResources resources) {
    return new ScratchSpace(resources.scratch());
  }

  @Provides
  @Singleton
  static DataFileFetcher fetcher(ObjectStore store) {
    return new WholeFileFetcher(store, new FooterRowGroupCounter(), CONCURRENT_REQUESTS);
  }

  @Provides
  @Singleton
  static Querying querying(
      Tables tables,
      SqlEngine engine,
      ObjectStore store,
      ScratchSpace scratch,
      ExportResources resources,
      Metrics metrics) {
    return new Querying(
        tables,
        engine,
        new ColumnChunkFetcher(store),
        scratch,
        new QueryPrice(resources.memoryMegabytes()),
        metrics);
  }

  @Provides
  @Singleton
  static Jobs jobs(ObjectStore store, Metrics metrics) {
    return new MeasuredJobs(new StoredJobs(store), metrics);
  }

  @Provides
  @Singleton
  static Schedules schedules(ObjectStore store) {
    return new StoredSchedules(store);
  }

  @Provides
  @Singleton
  static ExportSql sql(Tables tables, Querying querying, ExportResources resources) {
    return new ExportSql(tables, querying, resources.exports().query());
  }

  @Provides
  @Singleton
  static Exports exports(
      Jobs jobs, JobQueue queue, Schedules schedules, ExportSql sql, Clock clock) {
    return new Exports(jobs, queue, schedules, sql, clock, ExportModule::id);
  }

  @Provides
  @Singleton
  static ScheduledExports scheduled(
      Schedules schedules, Jobs jobs, JobQueue queue, Clock clock, Metrics metrics) {
    return new ScheduledExports(schedules, jobs, queue, clock, metrics);
  }

  @Provides
  @Singleton
  static ExportSchedules exportSchedules(
      Schedules schedules, ScheduledExports scheduled, ExportSql sql, Clock clock) {
    return new ExportSchedules(schedules, scheduled, sql, clock);
  }

  @Provides
  @Singleton
  static Maintenance maintenance(Tables tables, Jobs jobs, JobQueue queue, Clock clock) {
    return new Maintenance(tables, jobs, queue, clock, ExportModule::id);
  }

  private static String id() {
    return UUID.randomUUID().toString().substring(0, ID_LENGTH);
  }

  @Provides
  @Singleton
  static HttpApiFunction http(
      Exports exports,
      ExportSchedules schedules,
      Maintenance maintenance,
      MetricsReader reader,
      SqlEngine engine,
      ObjectStore store,
      ExportResources resources,
      AccessSettings access,
      Clock clock,
      Metrics metrics) {
    return new HttpApiFunction(
        new ExportRoutes(
            exports,
            schedules,
            maintenance,
            reader,
            engine,
            store,
            resources.publishedUrl(),
            clock),
        new RequestGate(access, clock),
        metrics);
  }

  @Provides
  @Singleton
  static EventFunction function(
      HttpApiFunction http, JobWorker worker, ScheduledExports scheduled, Maintenance maintenance) {
    return new EventFunction(
        http, new SqsJobFunction(worker), new Clockwork(scheduled, maintenance));
  }

  @Provides
  @Singleton
  static Resource priming(ExportResources resources) {
    return new ExportPriming(resources);
  }
}
