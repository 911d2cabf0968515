package dev.tarn.cost;

import static dev.tarn.cost.Activity.QUERIES;

import dev.tarn.price.ListPrice;
import java.util.List;

/// Queries, each of one dataset and up to the present, so that files not merged yet are read too.
final class QueryCost implements CostPart {
  @Override
  public List<Usage> usages(Workload workload) {
    Demand demand = workload.demand();
    double queries = demand.queriesPerMonth();
    double reads = reads(workload);
    double millis = millis(workload, reads);
    long memory = workload.deployment().queryMegabytes();
    return List.of(
        new Usage(
            QUERIES,
            "queries through the API",
            ListPrice.API_REQUEST,
            queries,
            Formula.of("%s queries", queries)),
        new Usage(
            QUERIES,
            "calls of query",
            ListPrice.INVOCATION,
            queries,
            Formula.of("%s queries", queries)),
        new Usage(
            QUERIES,
            "compute of query",
            ListPrice.COMPUTE,
            Gigabytes.seconds(queries, millis, memory),
            Formula.of("%s queries × %s ms × %s MB", queries, millis, memory)),
        new Usage(
            QUERIES,
            "listings of queries",
            ListPrice.STORE_WRITE,
            queries * Counted.QUERY_LISTS,
            Formula.of("%s queries × 1", queries)),
        new Usage(
            QUERIES,
            "reads of queries",
            ListPrice.STORE_READ,
            queries * reads,
            Formula.of(
                "%s queries × %s (%s of the log, %s of files not merged yet, %s of others)",
                queries,
                reads,
                logReads(workload),
                recentFiles(workload.fleet()),
                mergedReads(demand))),
        new Usage(
            QUERIES,
            "answers to queries",
            ListPrice.TRANSFER_OUT,
            Gigabytes.of(queries * Assumed.QUERY_ANSWER_BYTES),
            Formula.of("%s queries × 50 kB", queries)));
  }

  /// Reads of one query.
  static double reads(Workload workload) {
    return logReads(workload) + recentFiles(workload.fleet()) + mergedReads(workload.demand());
  }

  private static double mergedReads(Demand demand) {
    return Math.ceil(demand.queryBytes() / Counted.READ_BYTES);
  }

  /// Files that came since the last compaction, which was half an hour ago on average.
  private static double recentFiles(Fleet fleet) {
    return fleet.batchesPerDatasetHour() / 2;
  }

  /// Commits since the dataset's last query, or a checkpoint and half of those after it.
  private static double logReads(Workload workload) {
    double queriesPerHour = workload.demand().queriesPerDay() / 24 / workload.fleet().datasets();
    double commits =
        queriesPerHour == 0 ? 0 : workload.fleet().batchesPerDatasetHour() / queriesPerHour;
    return Math.min(commits, Counted.CHECKPOINT_INTERVAL / 2 + 1);
  }

  private static double millis(Workload workload, double reads) {
    Timing timing = workload.timing();
    Fleet fleet = workload.fleet();
    double recentBytes =
        recentFiles(fleet)
            * (Measured.FILE_BYTES + (double) fleet.batchBytes() / fleet.compression());
    return timing
        .queryMillis()
        .orElseGet(() ->
            Timing.elapsed(Assumed.QUERY_MILLIS, workload.deployment().queryMegabytes())
                + timing.storeMillis()
                    * (Counted.QUERY_LISTS + Math.ceil(reads / Assumed.QUERY_REQUESTS_AT_ONCE))
                + (workload.demand().queryBytes() + recentBytes)
                    / Assumed.FETCHED_BYTES_PER_SECOND
                    * 1_000);
  }
}
