package dev.tarn.cost;

import static dev.tarn.cost.Activity.STORAGE;

import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.price.ListPrice;
import java.util.List;

/// What the lake holds once records are as old as they are kept for.
final class StorageCost implements CostPart {
  @Override
  public List<Usage> usages(Workload workload) {
    Fleet fleet = workload.fleet();
    Deployment deployment = workload.deployment();
    double records = fleet.recordsPerMonth() / Month.DAYS;
    double batches = fleet.batchesPerMonth() / Month.DAYS;
    double afterlife = deployment.afterlifeDays();
    double logDays = deployment.logObjectDays();
    double rowBytes = fleet.mergedBytes();
    DayOfMerges day = DayOfMerges.of(fleet, CompactionPolicy.DEFAULT);
    double fileBytes = Measured.FILE_BYTES + (double) fleet.batchBytes() / fleet.compression();
    double checkpointBytes = checkpointBytes(fleet);
    return List.of(
        stored(
            "records",
            records * rowBytes * (fleet.retentionDays() + afterlife),
            Formula.of(
                "%s records a day × %s B × %s days kept and %s on the way out",
                records, rowBytes, fleet.retentionDays(), afterlife)),
        stored(
            "files of batches, until they are gone",
            batches * fileBytes * afterlife,
            Formula.of("%s batches a day × %s B × %s days", batches, fileBytes, afterlife)),
        stored(
            "files that were merged again, until they are gone",
            day.rowsSuperseded() * rowBytes * fleet.datasets() * afterlife,
            Formula.of(
                "%s rows a day × %s datasets × %s B × %s days",
                day.rowsSuperseded(), fleet.datasets(), rowBytes, afterlife)),
        stored(
            "log entries",
            batches * Measured.LOG_ENTRY_BYTES * logDays,
            Formula.of("%s batches a day × 1,560 B × %s days", batches, logDays)),
        stored(
            "checkpoints",
            batches / Counted.CHECKPOINT_INTERVAL * checkpointBytes * logDays,
            Formula.of(
                "%s batches a day ÷ 50 × %s B (23,000 + 81 a batch of 7 days) × %s days",
                batches, checkpointBytes, logDays)),
        stored(
            "receipts",
            batches * Measured.RECEIPT_BYTES * logDays,
            Formula.of("%s batches a day × 235 B × %s days", batches, logDays)));
  }

  /// Bytes of a checkpoint of one dataset.
  static double checkpointBytes(Fleet fleet) {
    return Measured.CHECKPOINT_BYTES
        + Measured.CHECKPOINT_BYTES_PER_BATCH
            * fleet.batchesPerDatasetHour()
            * 24
            * Counted.KEY_DAYS;
  }

  private static Usage stored(String what, double bytes, String formula) {
    return new Usage(STORAGE, what, ListPrice.STORAGE, Gigabytes.of(bytes), formula);
  }
}
