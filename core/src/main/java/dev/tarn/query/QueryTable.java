package dev.tarn.query;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.FileSelection;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.util.List;

/// One dataset in a query: the state it is read in, and the rows of it that are seen at all.
///
/// @param table whose state `snapshot` is
/// @param visible rows that do not meet it are not in the table
/// @param hidesRows whether that keeps rows from the reader
record QueryTable(Table table, TableSnapshot snapshot, Predicate visible, boolean hidesRows) {
  String name() {
    return snapshot.definition().name().value();
  }

  String eventTime() {
    return snapshot.definition().eventTime();
  }

  FileSelection select(Predicate needed) {
    return snapshot.select(Predicate.allOf(List.of(visible, needed)));
  }

  /// What it means that files of this state could not be read, for `failure`. Files that only
  /// earlier versions have are kept for a while; that one of them is gone is no damage.
  ProblemException unread(ProblemException failure) {
    if (!(failure.problem() instanceof Problem.DamagedFile file)) {
      return failure;
    }
    TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
    boolean live =
        latest.files(Predicate.ALWAYS).stream()
            .anyMatch(each -> each.key().value().equals(file.file()));
    return live
        ? failure
        : new ProblemException(
            new Problem.UnknownVersion(
                name(),
                "version " + snapshot.version(),
                "version "
                    + latest.version()
                    + ", and of earlier ones not all files any more: "
                    + file.file()
                    + " is gone"),
            failure);
  }
}
