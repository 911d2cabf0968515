package dev.tarn.function.export;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.Rehearsal;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.crac.Context;
import org.crac.Resource;

/// Answers requests over a lake in memory before Lambda takes its snapshot, so that what they load
/// and compile, the SQL engine's native library included, is in it. The real store is not touched.
final class ExportPriming implements Resource {
  private final ExportResources resources;

  ExportPriming(ExportResources resources) {
    this.resources = resources;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    Clock clock = Clock.systemUTC();
    ObjectStore store = new MemoryStore(clock);
    MemoryMetrics metrics = new MemoryMetrics();
    Rehearsal rehearsal =
        new Rehearsal(
            ExportComponent.factory()
                .create(
                    resources,
                    store,
                    new PrefixedStore(store, "publish/"),
                    new StoredJobQueue(store, clock, Duration.ofMinutes(1), 1),
                    Optional.empty(),
                    metrics,
                    metrics,
                    clock,
                    AccessSettings.STRICT)
                .http());
    rehearsal.request(Operation.GET_EXPORT_HEALTH.routeKey(), Map.of(), "");
    rehearsal.request(Operation.LIST_EXPORTS.routeKey(), Map.of("dataset", "priming"), "");
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }
}
