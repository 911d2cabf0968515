package dev.tarn.function.ingest;

import dev.tarn.api.Operation;
import dev.tarn.api.gateway.Rehearsal;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Clock;
import org.crac.Context;
import org.crac.Resource;

/// Runs a definition, a good batch and a bad one through a function over a lake in memory before
/// Lambda takes its snapshot, so that what they load and compile is in it. The real store is not
/// touched, and nothing that is made here outlives it.
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

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    Clock clock = Clock.systemUTC();
    Rehearsal rehearsal =
        new Rehearsal(
            IngestComponent.factory()
                .create(new MemoryStore(clock), new MemoryMetrics(), clock)
                .http());
    rehearsal.request(Operation.PUT_DATASET.routeKey(), DATASET, DEFINITION);
    rehearsal.request(
        Operation.POST_RECORDS.routeKey(),
        DATASET,
        "[{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\", \"value\": 1.5}]");
    rehearsal.request(Operation.POST_RECORDS.routeKey(), DATASET, "[{\"time\": 1, \"device\": 7}]");
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }
}
