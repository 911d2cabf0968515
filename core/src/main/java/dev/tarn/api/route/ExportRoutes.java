package dev.tarn.api.route;

import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Routes;
import dev.tarn.store.ObjectStore;
import java.util.Map;

/// What the export function serves.
public final class ExportRoutes implements Routes {
  private final ObjectStore store;

  /// Serves over `store`.
  public ExportRoutes(ObjectStore store) {
    this.store = store;
  }

  @Override
  public Map<Operation, Endpoint> endpoints() {
    return Map.of(
        Operation.GET_EXPORT_HEALTH,
        new HealthEndpoint(Operation.Function.EXPORT, store, Map.of()));
  }
}
