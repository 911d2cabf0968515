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
import dev.tarn.parquet.ChunkCache;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FetchSettings;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.RecordPages;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.WarehouseQuerying;
import dev.tarn.query.stored.StoredQueries;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

@Module
final class QueryModule {
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
  static ScratchSpace scratch(QueryResources resources) {
    return new ScratchSpace(resources.scratch());
  }

  @Provides
  @Singleton
  static Querying querying(
      Tables tables,
      SqlEngine engine,
      ObjectStore store,
      ScratchSpace scratch,
      QueryResources resources,
      Metrics metrics) {
    return new Querying(
        tables,
        engine,
        new ColumnChunkFetcher(
            store,
            FetchSettings.DEFAULT,
            resources.cacheBytes() == 0
                ? Optional.empty()
                : Optional.of(ChunkCache.open(resources.cache(), resources.cacheBytes()))),
        scratch,
        new QueryPrice(resources.memoryMegabytes()),
        metrics);
  }

  @Provides
  @Singleton
  static QueryEngines engines(
      Querying querying, ObjectStore store, QueryResources resources, Clock clock) {
    WarehouseResources warehouse = resources.warehouse();
    return new QueryEngines(
        warehouse.otherwise(),
        warehouse
            .warehouse()
            .map(other ->
                new WarehouseQuerying(
                    querying, other, new StoredQueries(store), store, clock, warehouse.time())));
  }

  @Provides
  @Singleton
  static HttpApiFunction http(
      Tables tables,
      Querying querying,
      QueryEngines engines,
      SqlEngine engine,
      ScratchSpace scratch,
      QueryResources resources,
      ObjectStore store,
      AccessSettings access,
      Clock clock,
      Metrics metrics) {
    return new HttpApiFunction(
        new QueryRoutes(
            new Datasets(tables),
            querying,
            new RecordPages(tables),
            resources.limits(),
            engines,
            scratch,
            HttpApiFunction.MAX_BODY_BYTES,
            engine,
            store),
        new RequestGate(access, clock),
        metrics);
  }
}
