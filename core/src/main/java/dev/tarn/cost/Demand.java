package dev.tarn.cost;

/// What is asked of a lake.
///
/// @param queriesPerDay over all datasets, each of one
/// @param queryBytes that a query reads of merged files
/// @param exportsPerDay of each dataset, by a schedule; together they export what a day brings
/// @param readers who download every export
/// @param athenaBytesPerDay that Athena scans for exports too large for one function
public record Demand(
    double queriesPerDay,
    double queryBytes,
    double exportsPerDay,
    double readers,
    double athenaBytesPerDay) {
  double queriesPerMonth() {
    return queriesPerDay * Month.DAYS;
  }

  double exportsPerMonth(Fleet fleet) {
    return exportsPerDay * fleet.datasets() * Month.DAYS;
  }
}
