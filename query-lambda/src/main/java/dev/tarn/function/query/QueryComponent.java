package dev.tarn.function.query;

import dagger.BindsInstance;
import dagger.Component;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.metric.Metrics;
import dev.tarn.store.ObjectStore;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Everything the query function is made of.
@Singleton
@Component(modules = QueryModule.class)
public interface QueryComponent {
  /// The function's HTTP door.
  HttpApiFunction http();

  /// Wires the function over the adapters it runs with.
  @Component.Factory
  interface Factory {
    /// `store` holds the lake.
    QueryComponent create(
        @BindsInstance QueryResources resources,
        @BindsInstance ObjectStore store,
        @BindsInstance Metrics metrics,
        @BindsInstance Clock clock,
        @BindsInstance AccessSettings access);
  }

  /// A factory of components.
  static Factory factory() {
    return DaggerQueryComponent.factory();
  }
}
