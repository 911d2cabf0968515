package dev.tarn.function.export;

import dagger.Module;
import dagger.Provides;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.route.ExportRoutes;
import dev.tarn.metric.Metrics;
import dev.tarn.store.ObjectStore;
import jakarta.inject.Singleton;
import org.crac.Resource;

@Module
final class ExportModule {
  private ExportModule() {}

  @Provides
  @Singleton
  static HttpApiFunction http(ObjectStore store, Metrics metrics) {
    return new HttpApiFunction(new ExportRoutes(store), metrics);
  }

  @Provides
  @Singleton
  static Resource priming() {
    return new ExportPriming();
  }
}
