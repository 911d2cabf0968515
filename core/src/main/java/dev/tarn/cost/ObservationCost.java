package dev.tarn.cost;

import static dev.tarn.cost.Activity.OBSERVATION;

import dev.tarn.price.ListPrice;
import java.util.ArrayList;
import java.util.List;

/// Metrics, logs and traces of what happens. A metric is billed for the hours in which it is sent.
final class ObservationCost implements CostPart {
  @Override
  public List<Usage> usages(Workload workload) {
    Fleet fleet = workload.fleet();
    Demand demand = workload.demand();
    double batches = fleet.batchesPerMonth();
    double queries = demand.queriesPerMonth();
    double exports = demand.exportsPerMonth(fleet);
    double datasets = fleet.datasets();
    double jobs = datasets * Month.DAYS * 26 + exports;
    List<Usage> usages = new ArrayList<>();
    usages.add(metrics("ingest", Counted.INGEST_METRICS, datasets, batches));
    usages.add(metrics("queries", Counted.QUERY_METRICS, datasets, queries));
    usages.add(metrics("compaction", Counted.COMPACTION_METRICS, datasets, datasets * Month.HOURS));
    usages.add(
        metrics("expiry and audits", Counted.DAILY_METRICS, datasets, datasets * Month.DAYS));
    usages.add(metrics("exports", Counted.EXPORT_METRICS, datasets, exports));
    usages.add(
        metrics("the lag of exports", 1, datasets, exports > 0 ? datasets * Month.HOURS : 0));
    double routes = active(batches) + active(queries);
    usages.add(
        new Usage(
            OBSERVATION,
            "metrics of routes",
            ListPrice.CUSTOM_METRIC,
            routes * Assumed.ROUTE_METRICS,
            Formula.of("%s routes in use × 6", routes)));
    usages.add(
        new Usage(
            OBSERVATION,
            "measurements of exports and maintenance sent",
            ListPrice.METRICS_WRITE,
            jobs + (exports > 0 ? Month.MINUTES : 0),
            Formula.of("%s jobs, and each minute if there are schedules", jobs)));
    usages.add(
        log(
            "logs of ingest",
            batches,
            Measured.INGEST_LOG_BYTES + Assumed.LOG_LINE_BYTES + Assumed.INVOCATION_LOG_BYTES));
    usages.add(
        log(
            "logs of query",
            queries,
            Measured.INGEST_LOG_BYTES + Assumed.LOG_LINE_BYTES + Assumed.INVOCATION_LOG_BYTES));
    usages.add(log("logs of jobs", jobs, Assumed.INVOCATION_LOG_BYTES));
    double accessBytes = (batches + queries) * (Assumed.ACCESS_LOG_BYTES + Assumed.LOG_LINE_BYTES);
    usages.add(
        new Usage(
            OBSERVATION,
            "access log of the API",
            ListPrice.ACCESS_LOG_INGESTION,
            Gigabytes.of(accessBytes),
            Formula.of("%s requests × 476 B", batches + queries)));
    double logGigabytes =
        usages.stream()
            .filter(usage ->
                usage.price() == ListPrice.LOG_INGESTION
                    || usage.price() == ListPrice.ACCESS_LOG_INGESTION)
            .mapToDouble(Usage::amount)
            .sum();
    double months = workload.deployment().logDays() / Month.DAYS;
    usages.add(
        new Usage(
            OBSERVATION,
            "logs kept",
            ListPrice.LOG_STORAGE,
            logGigabytes * Assumed.LOG_COMPRESSION * months,
            Formula.of("%s GB a month × 0.15 × %s months", logGigabytes, months)));
    usages.add(traces("traces of ingest", batches));
    usages.add(traces("traces of query", queries));
    usages.add(traces("traces of jobs", jobs));
    return usages;
  }

  /// The hours of a month in which something happens that happens so often, as a share, if it comes
  /// evenly.
  private static double active(double perMonth) {
    return Math.min(1, perMonth / Month.HOURS);
  }

  /// Metrics by dataset, and once more over all datasets.
  private static Usage metrics(String of, double names, double datasets, double perMonth) {
    double share = datasets == 0 ? 0 : active(perMonth / datasets);
    double shareOfAll = active(perMonth);
    return new Usage(
        OBSERVATION,
        "metrics of " + of,
        ListPrice.CUSTOM_METRIC,
        names * (datasets * share + shareOfAll),
        Formula.of(
            "%s names × (%s datasets × %s of the hours + 1 × %s)",
            names, datasets, share, shareOfAll));
  }

  private static Usage log(String what, double calls, double bytes) {
    return new Usage(
        OBSERVATION,
        what,
        ListPrice.LOG_INGESTION,
        Gigabytes.of(calls * bytes),
        Formula.of("%s calls × %s B", calls, bytes));
  }

  /// By X-Ray's standing rule: the first call of each second, and a twentieth of the others.
  static Usage traces(String what, double calls) {
    double perSecond = calls / Month.SECONDS;
    double traced =
        Month.SECONDS * (Math.min(perSecond, 1) + Assumed.TRACE_SHARE * Math.max(0, perSecond - 1));
    return new Usage(
        OBSERVATION,
        what,
        ListPrice.TRACE,
        traced,
        Formula.of("%s calls, the first of each second and 5 %% of the others", calls));
  }
}
