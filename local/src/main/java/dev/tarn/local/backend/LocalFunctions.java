package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.function.export.ExportComponent;
import dev.tarn.function.export.ExportHandler;
import dev.tarn.function.export.ExportResources;
import dev.tarn.function.ingest.IngestComponent;
import dev.tarn.function.ingest.IngestHandler;
import dev.tarn.function.query.QueryComponent;
import dev.tarn.function.query.QueryHandler;
import dev.tarn.function.query.QueryResources;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.local.gateway.LinkedObjects;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.query.ResultObjects;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions that AWS runs, in this process over a lake.
public final class LocalFunctions implements FunctionOpener {
  /// Longer than a job may run at a time.
  private static final Duration VISIBILITY = JobFeed.RUN.plusMinutes(2);

  private static final int MOST_DELIVERIES = 10;

  private final LakeOpener lakes;
  private final QueryResources queries;
  private final ExportResources exports;
  private final Clock clock;
  private final AccessSettings access;

  /// The functions over `lakes`, with `queries` and `exports` to work with.
  ///
  /// @param access what they ask of callers
  public LocalFunctions(
      LakeOpener lakes,
      QueryResources queries,
      ExportResources exports,
      Clock clock,
      AccessSettings access) {
    this.lakes = lakes;
    this.queries = queries;
    this.exports = exports;
    this.clock = clock;
    this.access = access;
  }

  /// The functions with what this machine has to give. What they measure is kept in memory, for
  /// there is no CloudWatch here to read it.
  public static LocalFunctions standard() {
    return standard(AccessSettings.WITHOUT_TOKENS);
  }

  /// The same, with what they ask of callers.
  public static LocalFunctions standard(AccessSettings access) {
    Clock clock = Clock.systemUTC();
    return new LocalFunctions(
        new LakeOpener(clock),
        LocalResources.ofThisMachine(),
        LocalResources.ofThisMachineForExports(),
        clock,
        access);
  }

  @Override
  public OpenLake open(LakeLocation lake) {
    ObjectStore store = lakes.open(lake);
    ObjectStore published = new PrefixedStore(store, "publish/");
    StoredJobQueue queue = new StoredJobQueue(store, clock, VISIBILITY, MOST_DELIVERIES);
    MemoryMetrics ingested = measuring(Operation.Function.INGEST);
    MemoryMetrics queried = measuring(Operation.Function.QUERY);
    MemoryMetrics exported = measuring(Operation.Function.EXPORT);
    Map<Operation.Function, RequestStreamHandler> functions =
        Map.of(
            Operation.Function.INGEST,
            new IngestHandler(
                IngestComponent.factory()
                    .create(ingestStore(lake, store), ingested, clock, access)),
            Operation.Function.QUERY,
            new QueryHandler(
                QueryComponent.factory().create(queries, store, queried, clock, access)),
            Operation.Function.EXPORT,
            new ExportHandler(
                ExportComponent.factory()
                    .create(
                        exports,
                        store,
                        published,
                        queue,
                        Optional.empty(),
                        exported,
                        new JoinedMetrics(List.of(exported, ingested, queried)),
                        clock,
                        access)));
    return new OpenLake(
        functions, claim(lake, store, queue), queue, store, published, linked(lake, store));
  }

  /// S3 would take what is put to its links, but tell nobody here of it.
  private ObjectStore ingestStore(LakeLocation lake, ObjectStore store) {
    return switch (lake) {
      case LakeLocation.Directory _ -> store;
      case LakeLocation.Bucket _ -> new LinkedStore(store, lakes.links());
    };
  }

  /// S3 serves links to read its objects by, and deletes old results, by itself.
  private Optional<LinkedObjects> linked(LakeLocation lake, ObjectStore store) {
    switch (lake) {
      case LakeLocation.Directory _ -> new ResultObjects(store).deleteExpired(clock.instant());
      case LakeLocation.Bucket _ -> {
        // Nothing to delete.
      }
    }
    return Optional.of(new LinkedObjects(store, lakes.links()));
  }

  /// In a bucket there is no telling who else does its jobs; there each job has its lease.
  private JobClaim claim(LakeLocation lake, ObjectStore store, StoredJobQueue queue) {
    return switch (lake) {
      case LakeLocation.Directory(Path path) ->
          new SoleJobClaim(path, new JobTakeover(new StoredJobs(store), queue, clock));
      case LakeLocation.Bucket _ -> JobClaim.SHARED;
    };
  }

  private MemoryMetrics measuring(Operation.Function function) {
    return new MemoryMetrics(function.label(), clock);
  }
}
