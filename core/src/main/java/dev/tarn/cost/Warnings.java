package dev.tarn.cost;

import dev.tarn.compaction.CompactionPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What a workload cannot do so, or should not.
final class Warnings {
  private static final double MEBIBYTE = 1_048_576;
  private static final double LARGE_CHECKPOINT = 16 * MEBIBYTE;
  private static final double MANY_METRICS = 500;

  private final Workload workload;

  Warnings(Workload workload) {
    this.workload = workload;
  }

  /// One sentence or two each.
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    Fleet fleet = workload.fleet();
    double commits = fleet.commitsPerDatasetSecond();
    double most = 1_000 / Math.max(1, workload.timing().storeMillis());
    if (commits > most) {
      texts.add(
          Formula.of(
              "A dataset would need %s commits a second; one after another, at %s ms for a put,"
                  + " there are %s. Put more records in a batch, or use more datasets.",
              commits, workload.timing().storeMillis(), most));
    }
    double checkpoint = StorageCost.checkpointBytes(fleet);
    if (checkpoint > LARGE_CHECKPOINT) {
      texts.add(
          Formula.of(
              "A checkpoint would have %s MiB, for it names every batch of 7 days, and there is"
                  + " one each 50 batches; the time to write them is not in the estimate. Put more"
                  + " records in a batch.",
              checkpoint / MEBIBYTE));
    }
    MaintenanceCost.Keeping keeping =
        new MaintenanceCost.Keeping(workload, DayOfMerges.of(fleet, CompactionPolicy.DEFAULT));
    if (keeping.expiryNeeds() > keeping.readsInTime()) {
      texts.add(
          Formula.of(
              "Expiry would read %s commits of a dataset each day, and a run has time for %s at"
                  + " %s ms each. Put more records in a batch.",
              keeping.expiryNeeds(), keeping.readsInTime(), workload.timing().storeMillis()));
    }
    if (keeping.auditNeeds() > keeping.readsInTime()) {
      texts.add(
          Formula.of(
              "An audit would read %s objects of a dataset each day, and a run has time for %s; it"
                  + " would not be complete.",
              keeping.auditNeeds(), keeping.readsInTime()));
    }
    double metrics =
        fleet.datasets()
            * (Counted.INGEST_METRICS + Counted.COMPACTION_METRICS + Counted.QUERY_METRICS);
    if (metrics > MANY_METRICS) {
      texts.add(
          Formula.of(
              "Every dataset has metrics of its own, those of compaction in each hour whether or"
                  + " not anything came: up to %s of them for %s datasets. Use fewer datasets.",
              metrics, fleet.datasets()));
    }
    if (!workload.deployment().cognito()) {
      Usage tokens = FixedCost.tokens(fleet);
      double dollars = tokens.price().of(BigDecimal.valueOf(tokens.amount())).doubleValue();
      if (dollars >= 1) {
        texts.add(
            Formula.of(
                "Tokens are taken to come from an issuer of yours. With the Cognito pool, and"
                    + " devices that fetch their own, they would cost another $%s a month.",
                dollars));
      }
    }
    return texts;
  }
}
