package dev.tarn.function.query;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.configuration.Settings;
import dev.tarn.metric.emf.EmfMetrics;
import dev.tarn.query.QueryLimits;
import dev.tarn.store.s3.S3LakeSettings;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// The query function's settings.
///
/// @param lake where the lake is
/// @param resources what queries have to work with
/// @param access what is asked of callers
record QueryConfiguration(
    S3StoreConfiguration lake, QueryResources resources, AccessSettings access) {
  private static final long MEGABYTE = 1024 * 1024;
  private static final long GIGABYTE = 1024 * MEGABYTE;
  private static final long RESULT_ROWS = 1_000_000;

  /// What the JVM, the fetcher and the answer need beside the SQL engine, which has the rest.
  private static final long MEMORY_BESIDE_ENGINE = 640;

  private static final long LEAST_MEMORY = 1_024;
  private static final long MOST_MEMORY = 10_240;

  /// A vCPU comes with about this much memory (AWS Lambda Developer Guide, "Configure Lambda
  /// function memory").
  private static final long MEGABYTES_PER_CPU = 1_769;

  /// Reads, besides the lake's settings, `AWS_LAMBDA_FUNCTION_MEMORY_SIZE` (megabytes, set by
  /// Lambda), `TARN_QUERY_SECONDS`, `TARN_QUERY_MAX_BYTES` and `TARN_TEMPORARY_BYTES`, and what
  /// [AccessSettings] do. Throws [IllegalArgumentException] that names the variable which does not
  /// fit.
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
            RESULT_ROWS,
            HttpApiFunction.MAX_BODY_BYTES);
    return new QueryConfiguration(
        S3LakeSettings.read(settings),
        new QueryResources(limits, Path.of("/tmp", "tarn-query"), memory),
        AccessSettings.read(settings));
  }

  /// The lake through connections of its own.
  S3Store openLake() {
    return S3Store.open(lake, Clock.systemUTC());
  }

  /// The function over S3 and CloudWatch.
  QueryComponent component() {
    Clock clock = Clock.systemUTC();
    return QueryComponent.factory()
        .create(
            resources,
            S3Store.open(lake, clock),
            new EmfMetrics("query", System.out, clock),
            clock,
            access);
  }
}
