package dev.tarn.cost;

import static dev.tarn.cost.Activity.MAINTENANCE;

import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.price.ListPrice;
import java.util.List;

/// Compaction of every dataset each hour, expiry and audits each day.
final class MaintenanceCost implements CostPart {
  private static final double HOURLY = 24;
  private static final double DAILY = 2;

  @Override
  public List<Usage> usages(Workload workload) {
    Fleet fleet = workload.fleet();
    double datasetDays = fleet.datasets() * Month.DAYS;
    double jobs = datasetDays * (HOURLY + DAILY);
    DayOfMerges day = DayOfMerges.of(fleet, CompactionPolicy.DEFAULT);
    Keeping keeping = new Keeping(workload, day);
    double seconds = datasetDays * seconds(workload, day, keeping);
    Deployment deployment = workload.deployment();
    return List.of(
        new Usage(
            MAINTENANCE,
            "calls for maintenance",
            ListPrice.INVOCATION,
            jobs,
            Formula.of("%s datasets × (24 + 2 a day)", fleet.datasets())),
        new Usage(
            MAINTENANCE,
            "compute of maintenance",
            ListPrice.COMPUTE,
            Gigabytes.seconds(1, seconds * 1_000, deployment.exportMegabytes()),
            Formula.of(
                "%s s (1.8 ms a file and 0.01 ms a row merged; requests; reads of expiry and"
                    + " audits) × %s MB",
                seconds, deployment.exportMegabytes())),
        new Usage(
            MAINTENANCE,
            "/tmp of maintenance",
            ListPrice.EPHEMERAL_STORAGE,
            Gigabytes.seconds(1, seconds * 1_000, ExportCost.paidTemporary(deployment)),
            Formula.of("%s s × %s MB", seconds, ExportCost.paidTemporary(deployment))),
        new Usage(
            MAINTENANCE,
            "messages of maintenance",
            ListPrice.QUEUE_REQUEST,
            jobs * Counted.MESSAGE_REQUESTS,
            Formula.of("%s jobs × 3 (sent, received, deleted)", jobs)),
        new Usage(
            MAINTENANCE,
            "puts of jobs of maintenance",
            ListPrice.STORE_WRITE,
            jobs * Counted.JOB_WRITES,
            Formula.of("%s jobs × 3 (queued, running, done)", jobs)),
        new Usage(
            MAINTENANCE,
            "puts of merges",
            ListPrice.STORE_WRITE,
            datasetDays * (day.filesWritten() + day.merges()),
            Formula.of(
                "%s datasets × (%s files + %s log entries a day)",
                fleet.datasets(), day.filesWritten(), day.merges())),
        new Usage(
            MAINTENANCE,
            "listings of maintenance",
            ListPrice.STORE_WRITE,
            datasetDays * keeping.lists(),
            Formula.of(
                "%s datasets × %s a day (of the log, files and receipts, 1,000 each)",
                fleet.datasets(), keeping.lists())),
        new Usage(
            MAINTENANCE,
            "reads of merges",
            ListPrice.STORE_READ,
            datasetDays * (day.requests() + keeping.mergeLogReads()) + jobs * Counted.JOB_READS,
            Formula.of(
                "%s datasets × (%s of files + %s of the log a day) + %s jobs",
                fleet.datasets(), day.requests(), keeping.mergeLogReads(), jobs)),
        new Usage(
            MAINTENANCE,
            "reads of expiry and audits",
            ListPrice.STORE_READ,
            datasetDays * (keeping.expiryReads() + keeping.auditReads()),
            Formula.of(
                "%s datasets × (%s commits of 7 days + %s commits, receipts and footers a day)",
                fleet.datasets(), keeping.expiryReads(), keeping.auditReads())));
  }

  /// Seconds of a dataset's day.
  private static double seconds(Workload workload, DayOfMerges day, Keeping keeping) {
    double store = workload.timing().storeMillis();
    double processor =
        day.filesRead() * Measured.MERGED_FILE_MILLIS
            + day.rowsRead() * Measured.MERGED_ROW_MILLIS
            + (HOURLY + DAILY) * Assumed.SMALL_JOB_MILLIS;
    double inTurn =
        (HOURLY + DAILY) * (Counted.JOB_WRITES - 1 + Counted.JOB_READS)
            + keeping.lists()
            + day.filesWritten()
            + day.merges();
    double together = day.requests() + keeping.expiryReads() + keeping.auditReads();
    return (Timing.elapsed(processor, workload.deployment().exportMegabytes())
            + inTurn * store
            + together * store / Counted.READS_AT_ONCE)
        / 1_000;
  }

  /// What keeping one dataset in order asks of the store in a day.
  record Keeping(Workload workload, DayOfMerges day) {
    private double batches() {
      return workload.fleet().batchesPerDatasetHour() * 24;
    }

    private double commits() {
      return batches() + day.merges();
    }

    private double logCommits() {
      return commits() * workload.deployment().logRetentionDays();
    }

    private double files() {
      return batches() * workload.deployment().fileRetentionDays();
    }

    private double receipts() {
      return batches() * workload.deployment().logRetentionDays();
    }

    /// Listings of 24 compactions, of expiry, and of an audit.
    double lists() {
      return HOURLY * Counted.COMPACTION_LISTS
          + day.merges() * Counted.MERGE_LISTS
          + Counted.EXPIRY_LISTS
          + Counted.AUDIT_LISTS
          + (logCommits() * (Counted.EXPIRY_LOG_LISTINGS + Counted.AUDIT_LOG_LISTINGS)
                  + files() * 2
                  + receipts())
              / Counted.LISTED_AT_ONCE;
    }

    /// Commits that compactions find, or a checkpoint and those after it.
    double mergeLogReads() {
      return HOURLY
          * Math.min(workload.fleet().batchesPerDatasetHour(), Counted.CHECKPOINT_INTERVAL / 2 + 1);
    }

    /// Commits for which the expiry of a day would have to read, whatever time there is.
    double expiryNeeds() {
      return commits() * workload.deployment().fileRetentionDays();
    }

    double expiryReads() {
      return Math.min(expiryNeeds(), readsInTime());
    }

    /// Commits of the log, those of the files' retention twice where they are too many to keep;
    /// receipts; and a footer of each file.
    double auditNeeds() {
      double again =
          logCommits() * Measured.LOG_ENTRY_BYTES > Counted.LOG_CACHE_BYTES ? expiryNeeds() : 0;
      return logCommits()
          + again
          + Math.min(receipts(), Counted.AUDITED_RECEIPTS)
          + day.filesLeft() * workload.fleet().retentionDays();
    }

    double auditReads() {
      return Math.min(auditNeeds(), readsInTime());
    }

    /// Reads that a run of a job has time for.
    double readsInTime() {
      return Counted.RUN_SECONDS
          * 1_000
          / Math.max(1, workload.timing().storeMillis())
          * Counted.READS_AT_ONCE;
    }
  }
}
