package dev.tarn.query;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.DataFile;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a query needs of each of its datasets.
record QueryPlan(List<PlannedTable> tables) {
  QueryPlan {
    tables = List.copyOf(tables);
  }

  /// The plan for `scans` of `seen`.
  static QueryPlan of(List<QueryTable> seen, List<TableScan> scans) {
    Map<String, TableScan> byTable =
        scans.stream().collect(Collectors.toMap(TableScan::table, scan -> scan));
    return new QueryPlan(
        seen.stream()
            .map(table ->
                byTable.containsKey(table.name())
                    ? PlannedTable.of(table, byTable.get(table.name()))
                    : PlannedTable.unread(table))
            .toList());
  }

  Map<String, Long> versions() {
    return tables.stream()
        .collect(Collectors.toMap(PlannedTable::name, table -> table.table().snapshot().version()));
  }

  long filesTotal() {
    return tables.stream().mapToLong(table -> table.selection().filesTotal()).sum();
  }

  long bytesTotal() {
    return tables.stream().mapToLong(table -> table.selection().bytesTotal()).sum();
  }

  /// Whether the reader sees not all rows of some dataset.
  boolean hidesRows() {
    return tables.stream().anyMatch(table -> table.table().hidesRows());
  }

  /// What was asked of the store for the table logs.
  StoreUsage logUsage() {
    return tables.stream()
        .map(table -> table.table().snapshot().usage())
        .reduce(StoreUsage.NONE, StoreUsage::plus);
  }

  /// How many rows of the only table are enough, where any will do.
  OptionalLong limit() {
    return tables.size() == 1 ? tables.getFirst().limit() : OptionalLong.empty();
  }

  /// Throws [Problem.QueryTooLarge] if `figures` are more than `limits` allow.
  void requireWithin(QueryLimits limits, FetchFigures figures) {
    if (figures.bytes() > limits.maxBytes() && hidesRows()) {
      throw new Problem.QueryTooLarge(
              "the query would read more than maxBytes, which is %d; narrow its event times"
                  .formatted(limits.maxBytes()))
          .exception();
    }
    if (figures.bytes() > limits.maxBytes()) {
      throw tooLarge(limits, figures);
    }
  }

  private ProblemException tooLarge(QueryLimits limits, FetchFigures figures) {
    long candidates =
        tables.stream()
            .map(table -> table.selection().files())
            .mapToLong(List<DataFile>::size)
            .sum();
    return new Problem.QueryTooLarge(
            ("the query would read %d bytes of %d in %d of %d files (%d requests), more than"
                    + " maxBytes, which is %d; narrow its event times, or its columns")
                .formatted(
                    figures.bytes(),
                    bytesTotal(),
                    candidates,
                    filesTotal(),
                    figures.requests(),
                    limits.maxBytes()))
        .exception();
  }
}
