package dev.tarn.function.export;

import dagger.BindsInstance;
import dagger.Component;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.metric.Metrics;
import dev.tarn.store.ObjectStore;
import jakarta.inject.Singleton;
import org.crac.Resource;

/// Everything the export function is made of.
@Singleton
@Component(modules = ExportModule.class)
public interface ExportComponent {
  /// The function's HTTP door.
  HttpApiFunction http();

  /// What warms the function up before its snapshot is taken.
  Resource priming();

  /// Wires the function over the adapters it runs with.
  @Component.Factory
  interface Factory {
    /// `store` holds the lake.
    ExportComponent create(@BindsInstance ObjectStore store, @BindsInstance Metrics metrics);
  }

  /// A factory of components.
  static Factory factory() {
    return DaggerExportComponent.factory();
  }
}
