package dev.tarn.function.ingest;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.Rehearsal;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.s3.S3Store;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;

/// Runs a definition, good batches and a bad one through functions over a lake in memory before
/// Lambda takes its snapshot, asked as S3 is, and reads what is not there from the real one, so
/// that what both load and compile is in it. Nothing is written to the real store, and the
/// connections to it are closed before the snapshot.
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

  private static final String RECORDS =
      "[{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\", \"value\": 1.5}]";

  private final Supplier<S3Store> lake;
  private final Supplier<S3Store> rehearsedLake;

  /// `lake` opens the real lake, `rehearsedLake` an empty one that may be written to.
  IngestPriming(Supplier<S3Store> lake, Supplier<S3Store> rehearsedLake) {
    this.lake = lake;
    this.rehearsedLake = rehearsedLake;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    try (S3Store store = lake.get()) {
      Rehearsal reading = over(store);
      reading.request(Operation.GET_INGEST_HEALTH.routeKey(), Map.of(), "");
      reading.request(
          Operation.GET_RECEIPT.routeKey(), Map.of("dataset", DATASET, "batchId", "none"), "");
    }
    try (S3Store store = rehearsedLake.get()) {
      over(store).request(Operation.PUT_DATASET.routeKey(), Map.of("dataset", DATASET), DEFINITION);
      // Each function finds the table anew, as one does after the snapshot.
      over(store).request(Operation.POST_RECORDS.routeKey(), Map.of("dataset", DATASET), RECORDS);
      Rehearsal rehearsal = over(store);
      rehearsal.request(Operation.POST_RECORDS.routeKey(), Map.of("dataset", DATASET), RECORDS);
      rehearsal.request(
          Operation.POST_RECORDS.routeKey(),
          Map.of("dataset", DATASET),
          "[{\"time\": 1, \"device\": 7}]");
      rehearsal.request(
          Operation.POST_UPLOAD.routeKey(),
          Map.of("dataset", DATASET),
          "{\"contentType\": \"text/csv\"}");
    }
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
