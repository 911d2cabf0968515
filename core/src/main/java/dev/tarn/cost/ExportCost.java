package dev.tarn.cost;

import static dev.tarn.cost.Activity.EXPORTS;
import static dev.tarn.cost.Activity.STORAGE;

import dev.tarn.price.ListPrice;
import java.util.List;

/// Exports by schedules, one for each dataset, of what a day brings, and those who download them.
final class ExportCost implements CostPart {
  private static final long FREE_TEMPORARY_MEGABYTES = 512;
  private static final double TERABYTE = 1_048_576.0 * 1_048_576;
  private static final double LEAST_SCAN = 10 * 1_048_576.0;

  @Override
  public List<Usage> usages(Workload workload) {
    Fleet fleet = workload.fleet();
    Demand demand = workload.demand();
    double exports = demand.exportsPerMonth(fleet);
    boolean scheduled = exports > 0;
    double monthBytes = scheduled ? fleet.recordsPerMonth() * fleet.mergedBytes() : 0;
    double bytes = scheduled ? monthBytes / exports : 0;
    double parts = Math.max(1, Math.ceil(bytes / Counted.PART_BYTES));
    double seconds = exports * seconds(workload, bytes, parts);
    double downloads = exports * demand.readers() * (parts + 1);
    Deployment deployment = workload.deployment();
    double scans = demand.athenaBytesPerDay() > 0 ? Month.DAYS : 0;
    double scanned = Math.max(demand.athenaBytesPerDay(), LEAST_SCAN) * scans;
    return List.of(
        new Usage(
            EXPORTS,
            "calls for exports",
            ListPrice.INVOCATION,
            exports,
            Formula.of("%s exports", exports)),
        new Usage(
            EXPORTS,
            "compute of exports",
            ListPrice.COMPUTE,
            Gigabytes.seconds(1, seconds * 1_000, deployment.exportMegabytes()),
            Formula.of(
                "%s s (0.01 ms a row; requests) × %s MB", seconds, deployment.exportMegabytes())),
        new Usage(
            EXPORTS,
            "/tmp of exports",
            ListPrice.EPHEMERAL_STORAGE,
            Gigabytes.seconds(1, seconds * 1_000, paidTemporary(deployment)),
            Formula.of("%s s × %s MB", seconds, paidTemporary(deployment))),
        new Usage(
            EXPORTS,
            "messages of exports",
            ListPrice.QUEUE_REQUEST,
            exports * Counted.MESSAGE_REQUESTS,
            Formula.of("%s exports × 3 (sent, received, deleted)", exports)),
        new Usage(
            EXPORTS,
            "puts of exports",
            ListPrice.STORE_WRITE,
            exports * (Counted.JOB_WRITES + Counted.EXPORT_WRITES + Counted.PART_WRITES * parts),
            Formula.of(
                "%s exports × (3 of the job + 4 of progress, manifest and schedule + 2 × %s parts)",
                exports, parts)),
        new Usage(
            EXPORTS,
            "reads of exports",
            ListPrice.STORE_READ,
            exports * (Counted.JOB_READS + Math.ceil(bytes / Counted.READ_BYTES)),
            Formula.of("%s exports × (1 + %s of 8 MiB)", exports, bytes / Counted.READ_BYTES)),
        new Usage(
            EXPORTS,
            "schedules read by the clock",
            ListPrice.STORE_READ,
            scheduled ? Month.MINUTES * fleet.datasets() : 0,
            Formula.of("%s minutes × %s schedules", Month.MINUTES, fleet.datasets())),
        new Usage(
            EXPORTS,
            "downloads",
            ListPrice.DELIVERY,
            Gigabytes.of(monthBytes * demand.readers()),
            Formula.of("%s GB × %s readers", Gigabytes.of(monthBytes), demand.readers())),
        new Usage(
            EXPORTS,
            "requests of downloads",
            ListPrice.DELIVERY_REQUEST,
            downloads,
            Formula.of(
                "%s exports × %s readers × (%s parts + 1 manifest)",
                exports, demand.readers(), parts)),
        new Usage(
            EXPORTS,
            "requests through the firewall",
            ListPrice.FIREWALL_REQUEST,
            deployment.firewall() ? downloads : 0,
            Formula.of("%s downloads", downloads)),
        new Usage(
            STORAGE,
            "published exports",
            ListPrice.STORAGE,
            Gigabytes.of(monthBytes / Month.DAYS * fleet.retentionDays()),
            Formula.of(
                "%s GB a day × %s days, as long as records",
                Gigabytes.of(monthBytes) / Month.DAYS, fleet.retentionDays())),
        new Usage(
            EXPORTS,
            "scans by Athena",
            ListPrice.SCAN,
            scanned / TERABYTE,
            Formula.of("%s days × %s GB", scans, Gigabytes.of(demand.athenaBytesPerDay()))));
  }

  private static double seconds(Workload workload, double bytes, double parts) {
    double rows = bytes / workload.fleet().mergedBytes();
    double store = workload.timing().storeMillis();
    double processor = Assumed.SMALL_JOB_MILLIS + rows * Measured.MERGED_ROW_MILLIS;
    double inTurn =
        Counted.JOB_WRITES
            + Counted.JOB_READS
            + Counted.EXPORT_WRITES
            + Counted.PART_WRITES * parts;
    return (Timing.elapsed(processor, workload.deployment().exportMegabytes())
            + inTurn * store
            + bytes / Counted.READ_BYTES * store / Counted.READS_AT_ONCE)
        / 1_000;
  }

  /// Megabytes of `/tmp` that are paid for.
  static long paidTemporary(Deployment deployment) {
    return Math.max(0, deployment.exportTemporaryMegabytes() - FREE_TEMPORARY_MEGABYTES);
  }
}
