package dev.tarn.function.ingest;

import dagger.BindsInstance;
import dagger.Component;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.event.IngestFunction;
import dev.tarn.metric.Metrics;
import dev.tarn.store.ObjectStore;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Everything the ingest function is made of.
@Singleton
@Component(modules = IngestModule.class)
public interface IngestComponent {
  /// The function with its doors.
  IngestFunction function();

  /// The function's HTTP door.
  HttpApiFunction http();

  /// What dates are by.
  Clock clock();

  /// Wires the function over the adapters it runs with.
  @Component.Factory
  interface Factory {
    /// `store` holds the lake.
    IngestComponent create(
        @BindsInstance ObjectStore store,
        @BindsInstance Metrics metrics,
        @BindsInstance Clock clock,
        @BindsInstance AccessSettings access);
  }

  /// A factory of components.
  static Factory factory() {
    return DaggerIngestComponent.factory();
  }
}
