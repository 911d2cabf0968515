package dev.tarn.function.export;

import dev.tarn.access.AccessSettings;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.configuration.Settings;
import dev.tarn.expiry.Retention;
import dev.tarn.export.Unloading;
import dev.tarn.export.athena.AthenaSettings;
import dev.tarn.export.athena.AthenaUnload;
import dev.tarn.export.job.ExportLimits;
import dev.tarn.export.part.Parts;
import dev.tarn.job.JobLimits;
import dev.tarn.job.sqs.SqsJobQueue;
import dev.tarn.metric.cloudwatch.CloudWatchMetrics;
import dev.tarn.metric.cloudwatch.CloudWatchMetricsReader;
import dev.tarn.query.QueryLimits;
import dev.tarn.store.s3.S3LakeSettings;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The export function's settings.
///
/// @param lake where the lake is
/// @param published where exports are published
/// @param queueUrl of the queue of jobs
/// @param athena what runs exports that are too large for the function
/// @param resources what the function has to work with
/// @param access what is asked of callers
record ExportConfiguration(
    S3StoreConfiguration lake,
    S3StoreConfiguration published,
    String queueUrl,
    Optional<AthenaSettings> athena,
    ExportResources resources,
    AccessSettings access) {
  private static final long MEGABYTE = 1024 * 1024;
  private static final long GIGABYTE = 1024 * MEGABYTE;

  /// What the JVM, a part that is put and the fetcher need beside the SQL engine, which has the
  /// rest.
  private static final long MEMORY_BESIDE_ENGINE = 1_024;

  private static final long LEAST_MEMORY = 1_536;
  private static final long MOST_MEMORY = 10_240;

  /// A vCPU comes with about this much memory (AWS Lambda Developer Guide, "Configure Lambda
  /// function memory").
  private static final long MEGABYTES_PER_CPU = 1_769;

  private static final Duration VISIBILITY = Duration.ofMinutes(17);
  private static final Duration RESERVE = Duration.ofSeconds(20);

  /// Reads, besides the lake's settings, `TARN_PUBLISH_BUCKET`, `TARN_PUBLISH_URL`,
  /// `TARN_QUEUE_URL`, `AWS_LAMBDA_FUNCTION_MEMORY_SIZE` (megabytes, set by Lambda),
  /// `TARN_TEMPORARY_BYTES`, `TARN_QUERY_MAX_BYTES`, `TARN_FILE_RETENTION_DAYS`,
  /// `TARN_LOG_RETENTION_DAYS` and, for exports that are too large for the function,
  /// `TARN_ATHENA_DATABASE`, `TARN_ATHENA_WORKGROUP` and `TARN_ATHENA_CATALOG`, and what
  /// [AccessSettings] do. Throws [IllegalArgumentException] that names the variable which does not
  /// fit.
  static ExportConfiguration of(Settings settings) {
    S3StoreConfiguration lake = S3LakeSettings.read(settings);
    String bucket = settings.required("TARN_PUBLISH_BUCKET");
    S3StoreConfiguration published;
    try {
      published = lake.inBucket(bucket);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("TARN_PUBLISH_BUCKET: " + e.getMessage(), e);
    }
    return new ExportConfiguration(
        lake,
        published,
        settings.required("TARN_QUEUE_URL"),
        settings
            .optional("TARN_ATHENA_DATABASE")
            .map(database -> athena(settings, database, bucket)),
        resources(settings),
        AccessSettings.read(settings));
  }

  private static AthenaSettings athena(Settings settings, String database, String bucket) {
    try {
      return new AthenaSettings(
          settings.optional("TARN_ATHENA_WORKGROUP").orElse("primary"),
          settings.optional("TARN_ATHENA_CATALOG").orElse("AwsDataCatalog"),
          database,
          bucket,
          "",
          Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TARN_ATHENA_DATABASE, TARN_ATHENA_WORKGROUP or TARN_ATHENA_CATALOG: " + e.getMessage(),
          e);
    }
  }

  private static ExportResources resources(Settings settings) {
    long memory =
        settings.number("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 3_072, LEAST_MEMORY, MOST_MEMORY);
    long engine = (memory - MEMORY_BESIDE_ENGINE) * MEGABYTE;
    int threads = (int) Math.ceilDiv(memory, MEGABYTES_PER_CPU);
    long disk = settings.number("TARN_TEMPORARY_BYTES", 4 * GIGABYTE, GIGABYTE, 10 * GIGABYTE);
    long files = settings.number("TARN_FILE_RETENTION_DAYS", 7, 1, 3_650);
    long log = settings.number("TARN_LOG_RETENTION_DAYS", Math.max(30, files), files, 3_650);
    QueryLimits query =
        new QueryLimits(
            Duration.ofMinutes(14),
            settings.number("TARN_QUERY_MAX_BYTES", disk / 2, 1, Long.MAX_VALUE),
            engine,
            threads,
            disk / 4,
            Long.MAX_VALUE,
            Long.MAX_VALUE);
    return new ExportResources(
        new ExportLimits(query, Parts.TARGET_BYTES, Duration.ofSeconds(30)),
        new CompactionLimits(engine, threads, disk, 10_000),
        new Retention(Duration.ofDays(files), Duration.ofDays(log)),
        JobLimits.DEFAULT,
        Path.of("/tmp", "tarn-export"),
        memory,
        withSlash(settings.required("TARN_PUBLISH_URL")),
        RESERVE);
  }

  private static String withSlash(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  /// The function over S3, SQS, CloudWatch and Athena.
  ExportComponent component() {
    Clock clock = Clock.systemUTC();
    Optional<Unloading> unloading =
        athena.map(settings -> AthenaUnload.inAws(lake.region(), settings));
    return ExportComponent.factory()
        .create(
            resources,
            S3Store.open(lake, clock),
            S3Store.open(published, clock),
            SqsJobQueue.inAws(lake.region(), queueUrl, VISIBILITY),
            unloading,
            CloudWatchMetrics.inAws("export", lake.region(), clock),
            CloudWatchMetricsReader.inAws(lake.region(), clock),
            clock,
            access);
  }
}
