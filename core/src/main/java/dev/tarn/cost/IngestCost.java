package dev.tarn.cost;

import static dev.tarn.cost.Activity.INGEST;

import dev.tarn.price.ListPrice;
import java.util.List;

/// Batches over HTTP, up to the answer.
final class IngestCost implements CostPart {
  private static final double METERED_BYTES = 512 * 1_024.0;

  @Override
  public List<Usage> usages(Workload workload) {
    Fleet fleet = workload.fleet();
    double batches = fleet.batchesPerMonth();
    double metered = Math.max(1, Math.ceil(fleet.batchBytes() / METERED_BYTES));
    double instances = instances(workload);
    double stale = (instances - 1) / instances;
    double millis = millis(workload);
    long memory = workload.deployment().ingestMegabytes();
    double checkpoints = batches / Counted.CHECKPOINT_INTERVAL;
    return List.of(
        new Usage(
            INGEST,
            "batches through the API",
            ListPrice.API_REQUEST,
            batches * metered,
            Formula.of("%s batches × %s of 512 KB", batches, metered)),
        new Usage(
            INGEST,
            "calls of ingest",
            ListPrice.INVOCATION,
            batches,
            Formula.of("%s batches", batches)),
        new Usage(
            INGEST,
            "compute of ingest",
            ListPrice.COMPUTE,
            Gigabytes.seconds(batches, millis, memory),
            Formula.of("%s batches × %s ms × %s MB", batches, millis, memory)),
        new Usage(
            INGEST,
            "puts of batches",
            ListPrice.STORE_WRITE,
            batches * Counted.BATCH_WRITES,
            Formula.of("%s batches × 3 (data file, log entry, receipt)", batches)),
        new Usage(
            INGEST,
            "puts of checkpoints",
            ListPrice.STORE_WRITE,
            checkpoints * Counted.CHECKPOINT_WRITES,
            Formula.of("%s batches ÷ 50 × 2 (checkpoint, pointer)", batches)),
        new Usage(
            INGEST,
            "commits that lose against others",
            ListPrice.STORE_WRITE,
            batches * stale * 2,
            Formula.of(
                "%s batches × %s (%s functions at once) × 2 (a put in vain, a listing)",
                batches, stale, instances)),
        new Usage(
            INGEST,
            "commits of others read",
            ListPrice.STORE_READ,
            batches * Math.min(instances - 1, Counted.CHECKPOINT_INTERVAL / 2),
            Formula.of("%s batches × those of %s functions", batches, instances - 1)),
        new Usage(
            INGEST,
            "answers to batches",
            ListPrice.TRANSFER_OUT,
            Gigabytes.of(batches * Assumed.RECEIPT_ANSWER_BYTES),
            Formula.of("%s batches × 700 B", batches)));
  }

  /// Milliseconds of a batch.
  static double millis(Workload workload) {
    double instances = instances(workload);
    double stale = (instances - 1) / instances;
    return alone(workload)
        + (workload.timing().ingestMillis().isPresent()
            ? 0
            : stale * Counted.BATCH_WRITES * workload.timing().storeMillis());
  }

  private static double alone(Workload workload) {
    Timing timing = workload.timing();
    return timing
        .ingestMillis()
        .orElseGet(() ->
            Timing.elapsed(
                    Measured.BATCH_MILLIS
                        + Measured.RECORD_MILLIS * workload.fleet().batchRecords(),
                    workload.deployment().ingestMegabytes())
                + Counted.BATCH_WRITES * timing.storeMillis());
  }

  /// Functions that are at work at once, one at least.
  private static double instances(Workload workload) {
    return Math.max(
        1, workload.fleet().batchesPerMonth() / Month.SECONDS * alone(workload) / 1_000);
  }
}
