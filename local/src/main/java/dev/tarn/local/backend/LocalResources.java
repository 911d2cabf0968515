package dev.tarn.local.backend;

import dev.tarn.compaction.CompactionLimits;
import dev.tarn.expiry.Retention;
import dev.tarn.export.job.ExportLimits;
import dev.tarn.export.part.Parts;
import dev.tarn.function.export.ExportResources;
import dev.tarn.function.query.QueryResources;
import dev.tarn.job.JobLimits;
import dev.tarn.query.QueryLimits;
import java.nio.file.Path;
import java.time.Duration;

/// What queries may use on this machine.
final class LocalResources {
  private static final long MEGABYTE = 1024 * 1024;
  private static final long GIGABYTE = 1024 * MEGABYTE;

  /// What the query function has by default in AWS; prices are told for it, so that they are the
  /// same on every machine.
  private static final long PRICED_MEGABYTES = 2_048;

  private LocalResources() {}

  /// The function's limits, with all processors and as much memory for the SQL engine as the heap
  /// may take, which by default is a quarter of the machine's.
  static QueryResources ofThisMachine() {
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(25),
            10 * GIGABYTE,
            Math.max(512 * MEGABYTE, Runtime.getRuntime().maxMemory()),
            Runtime.getRuntime().availableProcessors(),
            10 * GIGABYTE,
            10_000_000,
            128 * MEGABYTE);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new QueryResources(
        limits,
        temporary.resolve("tarn-query"),
        temporary.resolve("tarn-query-cache"),
        256 * MEGABYTE,
        PRICED_MEGABYTES);
  }

  /// The same for exports and maintenance, whose jobs may take minutes.
  static ExportResources ofThisMachineForExports() {
    long engine = Math.max(512 * MEGABYTE, Runtime.getRuntime().maxMemory());
    int threads = Runtime.getRuntime().availableProcessors();
    QueryLimits query =
        new QueryLimits(
            JobFeed.RUN,
            10 * GIGABYTE,
            engine,
            threads,
            10 * GIGABYTE,
            Long.MAX_VALUE,
            Long.MAX_VALUE);
    return new ExportResources(
        new ExportLimits(query, Parts.TARGET_BYTES, Duration.ofSeconds(20)),
        new CompactionLimits(engine, threads, 10 * GIGABYTE, 10_000),
        Retention.DEFAULT,
        new JobLimits(5, JobFeed.RUN.plusMinutes(1), Duration.ofSeconds(2), Duration.ofMinutes(5)),
        Path.of(System.getProperty("java.io.tmpdir"), "tarn-export"),
        PRICED_MEGABYTES,
        "/",
        Duration.ofSeconds(10));
  }
}
