package dev.tarn.query;

import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.TableSnapshot;
import java.util.List;

/// One dataset in a query: the state it is read in, and the rows of it that are seen at all.
///
/// @param visible rows that do not meet it are not in the table
record QueryTable(TableSnapshot snapshot, Predicate visible) {
  String name() {
    return snapshot.definition().name().value();
  }

  List<DataFile> files(Predicate needed) {
    return snapshot.files(new Predicate.And(List.of(visible, needed)));
  }
}
