package dev.tarn.function.ingest;

import dagger.Module;
import dagger.Provides;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.route.IngestRoutes;
import dev.tarn.catalog.Datasets;
import dev.tarn.event.IngestFunction;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.Deliveries;
import dev.tarn.ingest.EventIngestion;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.Receipts;
import dev.tarn.ingest.UploadIngestion;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.ingest.upload.UploadWork;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.ingest.upload.UploadsFunction;
import dev.tarn.job.JobRunner;
import dev.tarn.job.Jobs;
import dev.tarn.job.MeasuredJobs;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.record.ColumnarFormat;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

@Module
final class IngestModule {
  private IngestModule() {}

  @Provides
  @Singleton
  static Tables tables(ObjectStore store, Clock clock) {
    return new DeltaTables(store, clock, DeltaSettings.DEFAULT);
  }

  @Provides
  @Singleton
  static BatchDecoder decoder() {
    return new BatchDecoder(DecodeLimits.DEFAULT);
  }

  @Provides
  @Singleton
  static BatchFiles files(ObjectStore store) {
    return new BatchFiles(store, ParquetEncoder::new, IngestLimits.DEFAULT.days());
  }

  @Provides
  @Singleton
  static Receipts receipts(ObjectStore store) {
    return new StoredReceipts(store);
  }

  @Provides
  @Singleton
  static Deliveries deliveries(ObjectStore store) {
    return new StoredDeliveries(store);
  }

  @Provides
  @Singleton
  static Ingestion ingestion(
      Tables tables,
      BatchDecoder decoder,
      BatchFiles files,
      Receipts receipts,
      Metrics metrics,
      Clock clock) {
    return new Ingestion(tables, decoder, files, receipts, metrics, clock);
  }

  @Provides
  @Singleton
  static EventIngestion eventIngestion(
      Tables tables,
      BatchDecoder decoder,
      BatchFiles files,
      Receipts receipts,
      Deliveries deliveries,
      Metrics metrics,
      Clock clock) {
    return new EventIngestion(tables, decoder, files, receipts, deliveries, metrics, clock);
  }

  @Provides
  @Singleton
  static Jobs jobs(ObjectStore store, Metrics metrics) {
    return new MeasuredJobs(new StoredJobs(store), metrics, UploadWork::counted);
  }

  @Provides
  @Singleton
  static Uploads uploads(Tables tables, Jobs jobs, ObjectStore store, Clock clock) {
    return new Uploads(tables, jobs, store, clock);
  }

  @Provides
  @Singleton
  static ColumnarFormat columnar() {
    return new ParquetInput(ParquetInputLimits.DEFAULT);
  }

  @Provides
  @Singleton
  static UploadsFunction uploadsFunction(
      ObjectStore store,
      Tables tables,
      BatchDecoder decoder,
      ColumnarFormat columnar,
      Jobs jobs,
      Metrics metrics,
      Clock clock) {
    UploadIngestion ingestion =
        new UploadIngestion(
            store,
            tables,
            decoder,
            columnar,
            new BatchFiles(store, ParquetEncoder::new, UploadIngestion.MOST_DAYS),
            metrics,
            clock,
            UploadIngestion.SLICE_BYTES);
    return new UploadsFunction(
        jobs,
        new JobRunner(
            jobs,
            List.of(new UploadWork(ingestion)),
            clock,
            UploadWork.LIMITS,
            () -> UUID.randomUUID().toString()),
        clock);
  }

  @Provides
  @Singleton
  static IngestFunction function(
      HttpApiFunction http,
      EventIngestion events,
      UploadsFunction uploads,
      AccessSettings access,
      Metrics metrics,
      Clock clock) {
    return new IngestFunction(
        http, new SqsRecordsFunction(events, access, metrics, clock), uploads);
  }

  @Provides
  @Singleton
  static HttpApiFunction http(
      Tables tables,
      Ingestion ingestion,
      Uploads uploads,
      ObjectStore store,
      ColumnarFormat columnar,
      AccessSettings access,
      Clock clock,
      Metrics metrics) {
    return new HttpApiFunction(
        new IngestRoutes(
            new Datasets(tables), ingestion, uploads, IngestLimits.DEFAULT, store, columnar),
        new RequestGate(access, clock),
        metrics);
  }
}
