package dev.tarn.function.query;

import dev.tarn.access.AccessSettings;
import dev.tarn.access.Principal;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.Rehearsal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.s3.S3Store;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;

/// Answers a query over a lake in memory before Lambda takes its snapshot, asked as S3 is, and
/// looks for what is not there in the real one, so that what both load and compile, the SQL
/// engine's native library included, is in it. Nothing is written to the real store, and the
/// connections to it are closed before the snapshot.
final class QueryPriming implements Resource {
  private static final DatasetName DATASET = new DatasetName("priming");
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Priming", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "device", "type": "string"},
        {"name": "value", "type": ["null", "double"], "default": null}]},
       "eventTime": "time", "clusterBy": ["device"]}
      """;
  private static final String QUERY =
      """
      {"sql": "SELECT device, sum(value) FROM priming WHERE time > '2026-01-01' GROUP BY 1 ORDER BY 2"}
      """;

  private final QueryResources resources;
  private final Supplier<S3Store> lake;
  private final Supplier<S3Store> rehearsedLake;

  /// `lake` opens the real lake, `rehearsedLake` an empty one that may be written to.
  QueryPriming(QueryResources resources, Supplier<S3Store> lake, Supplier<S3Store> rehearsedLake) {
    this.resources = resources;
    this.lake = lake;
    this.rehearsedLake = rehearsedLake;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    Clock clock = Clock.systemUTC();
    try (S3Store real = lake.get()) {
      Rehearsal reading = over(real, clock);
      reading.request(Operation.GET_QUERY_HEALTH.routeKey(), Map.of(), "");
      reading.request(Operation.POST_QUERY.routeKey(), Map.of(), QUERY);
    }
    try (S3Store rehearsed = rehearsedLake.get()) {
      fill(rehearsed, clock);
      over(rehearsed, clock).request(Operation.POST_QUERY.routeKey(), Map.of(), QUERY);
    }
  }

  private Rehearsal over(ObjectStore store, Clock clock) {
    return new Rehearsal(
        QueryComponent.factory()
            .create(
                resources.with(WarehouseResources.none()),
                store,
                new MemoryMetrics(),
                clock,
                AccessSettings.STRICT)
            .http());
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }

  private static void fill(ObjectStore store, Clock clock) {
    Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
    DatasetDefinition definition =
        DefinitionJson.parseRequest(DATASET, DEFINITION.getBytes(StandardCharsets.UTF_8));
    var _ = new Datasets(tables).put(Principal.withoutToken(), definition, Optional.empty());
    Ingestion ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, 1),
            new StoredReceipts(store),
            new MemoryMetrics());
    byte[] records =
        "[{\"time\": \"2026-01-02T00:00:00Z\", \"device\": \"a\", \"value\": 1.5}]"
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        ingestion.ingest(
            new IngestRequest(
                Principal.withoutToken(),
                DATASET,
                RecordFormat.JSON,
                new IngestRequest.Content(records),
                Optional.empty()));
  }
}
