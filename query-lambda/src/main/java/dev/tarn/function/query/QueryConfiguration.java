package dev.tarn.function.query;

import dev.tarn.access.AccessSettings;
import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.configuration.Settings;
import dev.tarn.metric.emf.EmfMetrics;
import dev.tarn.query.EngineChoice;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.athena.AthenaWarehouse;
import dev.tarn.query.athena.AthenaWarehouseSettings;
import dev.tarn.query.stored.StoredQueries;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.store.s3.S3LakeSettings;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The query function's settings.
///
/// @param lake where the lake is
/// @param athena what runs queries that are too large for the function
/// @param engine what runs a query that does not say
/// @param athenaTime the most that a query may take in Athena
/// @param resources what queries have to work with
/// @param access what is asked of callers
record QueryConfiguration(
    S3StoreConfiguration lake,
    Optional<AthenaWarehouseSettings> athena,
    EngineChoice engine,
    Duration athenaTime,
    QueryResources resources,
    AccessSettings access) {
  /// Below which Athena's results are in the lake.
  private static final String RESULTS = StoredQueries.PREFIX + "results/";

  private static final long MEGABYTE = 1024 * 1024;
  private static final long GIGABYTE = 1024 * MEGABYTE;

  /// What the JVM, the fetcher and the answer need beside the SQL engine, which has the rest.
  private static final long MEMORY_BESIDE_ENGINE = 640;

  private static final long LEAST_MEMORY = 1_024;
  private static final long MOST_MEMORY = 10_240;

  /// A vCPU comes with about this much memory (AWS Lambda Developer Guide, "Configure Lambda
  /// function memory").
  private static final long MEGABYTES_PER_CPU = 1_769;

  /// Reads, besides the lake's settings, `AWS_LAMBDA_FUNCTION_MEMORY_SIZE` (megabytes, set by
  /// Lambda), `TARN_QUERY_SECONDS`, `TARN_QUERY_MAX_BYTES`, `TARN_TEMPORARY_BYTES`,
  /// `TARN_RESULT_ROWS`, `TARN_RESULT_BYTES`, `TARN_QUERY_CACHE_BYTES`, what [AccessSettings] do
  /// and, for queries that are too large for the function, `TARN_QUERY_ENGINE`,
  /// `TARN_ATHENA_DATABASE`, `TARN_ATHENA_WORKGROUP`, `TARN_ATHENA_CATALOG` and
  /// `TARN_ATHENA_SECONDS`. Throws [IllegalArgumentException] that names the variable which does
  /// not fit.
  static QueryConfiguration of(Settings settings) {
    long memory =
        settings.number("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 2_048, LEAST_MEMORY, MOST_MEMORY);
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(settings.number("TARN_QUERY_SECONDS", 25, 1, 29)),
            settings.number("TARN_QUERY_MAX_BYTES", 10 * GIGABYTE, 1, Long.MAX_VALUE),
            (memory - MEMORY_BESIDE_ENGINE) * MEGABYTE,
            (int) Math.ceilDiv(memory, MEGABYTES_PER_CPU),
            settings.number("TARN_TEMPORARY_BYTES", 256 * MEGABYTE, 0, 10 * GIGABYTE),
            settings.number("TARN_RESULT_ROWS", 10_000_000, 1, Long.MAX_VALUE),
            settings.number("TARN_RESULT_BYTES", 128 * MEGABYTE, MEGABYTE, 5 * GIGABYTE));
    S3StoreConfiguration lake = S3LakeSettings.read(settings);
    Optional<AthenaWarehouseSettings> athena =
        settings.optional("TARN_ATHENA_DATABASE").map(name -> athena(settings, name, lake));
    return new QueryConfiguration(
        lake,
        athena,
        engine(settings, athena.isPresent()),
        Duration.ofSeconds(settings.number("TARN_ATHENA_SECONDS", 900, 1, 1_800)),
        new QueryResources(
            limits,
            Path.of("/tmp", "tarn-query"),
            Path.of("/tmp", "tarn-query-cache"),
            settings.number("TARN_QUERY_CACHE_BYTES", 48 * MEGABYTE, 0, 10 * GIGABYTE),
            memory),
        AccessSettings.read(settings));
  }

  private static EngineChoice engine(Settings settings, boolean hasAthena) {
    String label = settings.optional("TARN_QUERY_ENGINE").orElse(EngineChoice.DUCKDB.label());
    EngineChoice engine =
        EngineChoice.parse(label)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "TARN_QUERY_ENGINE is " + EngineChoice.LABELS + ", not '" + label + "'"));
    if (engine != EngineChoice.DUCKDB && !hasAthena) {
      throw new IllegalArgumentException(
          "TARN_QUERY_ENGINE is '" + label + "', but TARN_ATHENA_DATABASE is not set");
    }
    return engine;
  }

  private static AthenaWarehouseSettings athena(
      Settings settings, String database, S3StoreConfiguration lake) {
    try {
      return new AthenaWarehouseSettings(
          new AthenaPlace(
              settings.optional("TARN_ATHENA_WORKGROUP").orElse("primary"),
              settings.optional("TARN_ATHENA_CATALOG").orElse("AwsDataCatalog"),
              database),
          lake.bucket(),
          lake.prefix(),
          RESULTS);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TARN_ATHENA_DATABASE, TARN_ATHENA_WORKGROUP or TARN_ATHENA_CATALOG: " + e.getMessage(),
          e);
    }
  }

  /// A lake in memory, asked as the real one is.
  S3Store rehearsedLake() {
    Clock clock = Clock.systemUTC();
    return S3Store.answeredFrom(new MemoryStore(clock), lake, clock);
  }

  /// The lake through connections of its own.
  S3Store openLake() {
    return S3Store.open(lake, Clock.systemUTC());
  }

  /// The function over S3, CloudWatch and Athena.
  QueryComponent component() {
    Clock clock = Clock.systemUTC();
    return QueryComponent.factory()
        .create(
            resources.with(
                new WarehouseResources(
                    engine,
                    athena.map(place -> AthenaWarehouse.inAws(lake.region(), place)),
                    athenaTime)),
            S3Store.open(lake, clock),
            new EmfMetrics("query", System.out, clock),
            clock,
            access);
  }
}
