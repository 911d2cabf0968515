package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.function.export.ExportComponent;
import dev.tarn.function.export.ExportHandler;
import dev.tarn.function.ingest.IngestComponent;
import dev.tarn.function.ingest.IngestHandler;
import dev.tarn.function.query.QueryComponent;
import dev.tarn.function.query.QueryHandler;
import dev.tarn.function.query.QueryResources;
import dev.tarn.metric.Metrics;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.ObjectStore;
import java.time.Clock;
import java.util.Map;

/// The functions that AWS runs, in this process over a lake.
public final class LocalFunctions implements FunctionOpener {
  private final LakeOpener lakes;
  private final QueryResources resources;
  private final Metrics metrics;
  private final Clock clock;

  /// The functions over `lakes`, whose queries have `resources` to work with.
  public LocalFunctions(LakeOpener lakes, QueryResources resources, Metrics metrics, Clock clock) {
    this.lakes = lakes;
    this.resources = resources;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// The functions with what this machine has to give. What they measure is kept in memory, for
  /// there is no CloudWatch here to read it.
  public static LocalFunctions standard() {
    Clock clock = Clock.systemUTC();
    return new LocalFunctions(
        new LakeOpener(clock), LocalResources.ofThisMachine(), new MemoryMetrics(), clock);
  }

  @Override
  public Map<Operation.Function, RequestStreamHandler> open(LakeLocation lake) {
    ObjectStore store = lakes.open(lake);
    return Map.of(
        Operation.Function.INGEST,
        new IngestHandler(IngestComponent.factory().create(store, metrics, clock)),
        Operation.Function.QUERY,
        new QueryHandler(QueryComponent.factory().create(resources, store, metrics, clock)),
        Operation.Function.EXPORT,
        new ExportHandler(ExportComponent.factory().create(store, metrics)));
  }
}
