package dev.tarn.function.export;

import dagger.BindsInstance;
import dagger.Component;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.event.EventFunction;
import dev.tarn.export.Unloading;
import dev.tarn.job.JobQueue;
import dev.tarn.metric.Metrics;
import dev.tarn.metric.MetricsReader;
import dev.tarn.store.ObjectStore;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.crac.Resource;

/// Everything the export function is made of.
@Singleton
@Component(modules = {ExportModule.class, ExportJobModule.class})
public interface ExportComponent {
  /// The name of the store that exports are published in.
  String PUBLISHED = "published";

  /// The function's doors.
  EventFunction function();

  /// The door for requests alone.
  HttpApiFunction http();

  /// What the function has to work with.
  ExportResources resources();

  /// What the function measures with.
  Metrics metrics();

  /// What tells the time.
  Clock clock();

  /// What warms the function up before its snapshot is taken.
  Resource priming();

  /// Wires the function over the adapters it runs with.
  @Component.Factory
  interface Factory {
    /// `store` holds the lake, `published` what is exported, and `unloading` runs what is too large
    /// for the function.
    ExportComponent create(
        @BindsInstance ExportResources resources,
        @BindsInstance ObjectStore store,
        @BindsInstance @Named(PUBLISHED) ObjectStore published,
        @BindsInstance JobQueue queue,
        @BindsInstance Optional<Unloading> unloading,
        @BindsInstance Metrics metrics,
        @BindsInstance MetricsReader reader,
        @BindsInstance Clock clock,
        @BindsInstance AccessSettings access);
  }

  /// A factory of components.
  static Factory factory() {
    return DaggerExportComponent.factory();
  }
}
