package dev.tarn.function.export;

import dev.tarn.api.Operation;
import dev.tarn.api.gateway.Rehearsal;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Clock;
import org.crac.Context;
import org.crac.Resource;

/// Answers a health request over a store in memory before Lambda takes its snapshot, so that what
/// it loads is in it.
final class ExportPriming implements Resource {
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    new Rehearsal(
            ExportComponent.factory()
                .create(new MemoryStore(Clock.systemUTC()), new MemoryMetrics())
                .http())
        .request(Operation.GET_EXPORT_HEALTH.routeKey(), "", "");
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }
}
