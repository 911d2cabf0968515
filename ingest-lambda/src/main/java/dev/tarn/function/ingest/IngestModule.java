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
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import jakarta.inject.Singleton;
import java.time.Clock;

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
  static IngestFunction function(
      HttpApiFunction http,
      EventIngestion events,
      AccessSettings access,
      Metrics metrics,
      Clock clock) {
    return new IngestFunction(http, new SqsRecordsFunction(events, access, metrics, clock));
  }

  @Provides
  @Singleton
  static HttpApiFunction http(
      Tables tables,
      Ingestion ingestion,
      ObjectStore store,
      AccessSettings access,
      Clock clock,
      Metrics metrics) {
    return new HttpApiFunction(
        new IngestRoutes(
            new Datasets(tables),
            ingestion,
            IngestLimits.DEFAULT,
            store,
            new ParquetInput(ParquetInputLimits.DEFAULT)),
        new RequestGate(access, clock),
        metrics);
  }
}
