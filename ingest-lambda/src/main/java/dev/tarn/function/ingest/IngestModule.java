package dev.tarn.function.ingest;

import dagger.Module;
import dagger.Provides;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.route.IngestRoutes;
import dev.tarn.catalog.Datasets;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.ParquetEncoder;
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
  static Ingestion ingestion(Tables tables, ObjectStore store, Metrics metrics) {
    return new Ingestion(
        tables,
        new BatchDecoder(DecodeLimits.DEFAULT),
        new BatchFiles(store, ParquetEncoder::new, IngestLimits.DEFAULT.days()),
        new StoredReceipts(store),
        metrics);
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
        new IngestRoutes(new Datasets(tables), ingestion, IngestLimits.DEFAULT, store),
        new RequestGate(access, clock),
        metrics);
  }
}
