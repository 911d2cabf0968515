package dev.tarn.function.ingest;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.Rehearsal;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.store.s3.S3Store;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;

/// Runs a definition, a good batch and a bad one through a function over a lake in memory before
/// Lambda takes its snapshot, and reads what is not there from the real one, so that what both load
/// and compile is in it. Nothing is written to the real store, and the connections to it are closed
/// before the snapshot.
final class IngestPriming implements Resource {
  private static final String DATASET = "priming";
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Priming", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "device", "type": "string"},
        {"name": "value", "type": ["null", "double"], "default": null}]},
       "eventTime": "time", "clusterBy": ["device"]}
      """;

  private final Supplier<S3Store> lake;

  /// `lake` opens the real lake.
  IngestPriming(Supplier<S3Store> lake) {
    this.lake = lake;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    try (S3Store store = lake.get()) {
      Rehearsal reading = over(store);
      reading.request(Operation.GET_INGEST_HEALTH.routeKey(), Map.of(), "");
      reading.request(
          Operation.GET_RECEIPT.routeKey(), Map.of("dataset", DATASET, "batchId", "none"), "");
    }
    Rehearsal rehearsal = over(new MemoryStore(Clock.systemUTC()));
    rehearsal.request(Operation.PUT_DATASET.routeKey(), Map.of("dataset", DATASET), DEFINITION);
    rehearsal.request(
        Operation.POST_RECORDS.routeKey(),
        Map.of("dataset", DATASET),
        "[{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\", \"value\": 1.5}]");
    rehearsal.request(
        Operation.POST_RECORDS.routeKey(),
        Map.of("dataset", DATASET),
        "[{\"time\": 1, \"device\": 7}]");
    rehearsal.request(
        Operation.POST_UPLOAD.routeKey(),
        Map.of("dataset", DATASET),
        "{\"contentType\": \"text/csv\"}");
  }

  private static Rehearsal over(ObjectStore store) {
    return new Rehearsal(
        IngestComponent.factory()
            .create(store, new MemoryMetrics(), Clock.systemUTC(), AccessSettings.STRICT)
            .http());
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }
}
