package dev.tarn.function.query;

import dagger.Module;
import dagger.Provides;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.route.QueryRoutes;
import dev.tarn.catalog.Datasets;
import dev.tarn.engine.DuckDbEngine;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.FooterRowGroupCounter;
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

@Module
final class QueryModule {
  private static final int CONCURRENT_REQUESTS = 16;

  private QueryModule() {}

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
  static Querying querying(
      Tables tables,
      SqlEngine engine,
      ObjectStore store,
      QueryResources resources,
      Metrics metrics) {
    return new Querying(
        tables,
        engine,
        new WholeFileFetcher(store, new FooterRowGroupCounter(), CONCURRENT_REQUESTS),
        new ScratchSpace(resources.scratch()),
        new QueryPrice(resources.memoryMegabytes()),
        metrics);
  }

  @Provides
  @Singleton
  static HttpApiFunction http(
      Tables tables,
      Querying querying,
      SqlEngine engine,
      QueryResources resources,
      ObjectStore store,
      AccessSettings access,
      Clock clock,
      Metrics metrics) {
    return new HttpApiFunction(
        new QueryRoutes(new Datasets(tables), querying, resources.limits(), engine, store),
        new RequestGate(access, clock),
        metrics);
  }
}
