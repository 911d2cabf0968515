package dev.tarn.query;

import dev.tarn.table.DataFile;
import dev.tarn.table.FileSelection;
import dev.tarn.table.Predicate;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What is needed of one dataset in a query.
///
/// @param selection the files that can hold rows which matter
/// @param columns that the statement reads
/// @param predicate met by every row that matters, of those that are seen
/// @param limit how many rows are enough, where any will do
/// @param countsOnly whether only counts of rows and values matter
record PlannedTable(
    QueryTable table,
    FileSelection selection,
    Set<String> columns,
    Predicate predicate,
    OptionalLong limit,
    boolean countsOnly) {
  /// All that `scan` needs of `table`.
  static PlannedTable of(QueryTable table, TableScan scan) {
    return new PlannedTable(
        table,
        table.select(scan.predicate()),
        scan.columns(),
        scan.predicate(),
        scan.limit(),
        scan.countsOnly());
  }

  /// A table that the plan does not scan at all needs no file.
  static PlannedTable unread(QueryTable table) {
    FileSelection none = table.select(new Predicate.In(table.eventTime(), List.of()));
    return new PlannedTable(
        table,
        new FileSelection(List.of(), none.filesTotal(), none.bytesTotal()),
        Set.of(),
        Predicate.ALWAYS,
        OptionalLong.empty(),
        false);
  }

  String name() {
    return table.name();
  }

  /// What to fetch of `files`, which are some of the selection's: the columns of the conditions
  /// that rows are seen by, too.
  FileScan scan(List<DataFile> files) {
    Set<String> read = new HashSet<>(columns);
    read.addAll(Predicate.columnsOf(table.visible()));
    Predicate met = Predicate.allOf(List.of(table.visible(), predicate));
    return new FileScan(
        table.snapshot().definition(),
        table.snapshot().schemas(),
        files,
        read,
        met,
        countsOnly && met.equals(Predicate.ALWAYS));
  }

  /// The table over `files`.
  FetchedTable over(List<FetchedTable.LocalFile> files) {
    return new FetchedTable(
        table.snapshot().definition(),
        table.snapshot().schemas(),
        files,
        table.visible(),
        table.hidesRows());
  }
}
