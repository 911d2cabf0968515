package dev.tarn.access;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.util.Optional;

/// What somebody sees of datasets by the row access that these have now, whichever version is read.
///
/// The rejected records of a dataset with row access may be anybody's, so the dataset that holds
/// them is there for those alone who see all rows of the one that they were meant for.
public final class SeenDatasets {
  private static final SnapshotTime LATEST = new SnapshotTime.Latest();

  private final Tables tables;
  private final Principal reader;

  /// What `reader` sees of `tables`.
  public SeenDatasets(Tables tables, Principal reader) {
    this.tables = tables;
    this.reader = reader;
  }

  /// Whether the dataset, if there is one, is told of: by the reader's grants, and, where it holds
  /// rejected records, by the rows that they see.
  public boolean isTold(DatasetName name) {
    return reader.maySee(name.value()) && (!name.isOfRejected() || seesAllOfOwner(name));
  }

  /// Throws [Problem.UnknownDataset] where a dataset of rejected records must not be told of.
  public void requireTold(DatasetName name) {
    if (name.isOfRejected() && !seesAllOfOwner(name)) {
      throw new Problem.UnknownDataset(name.value()).exception();
    }
  }

  /// The rows seen of the dataset whose latest definition is given. Throws as [#requireTold], and
  /// [Problem.Forbidden] where the reader needs all rows and does not see them.
  public RowView view(DatasetDefinition latest) {
    requireTold(latest.name());
    return reader.view(latest.name().value(), latest.rowAccess());
  }

  /// Throws as [#requireTold], and [Problem.Forbidden] unless all rows of `table` are seen.
  public void requireWhole(Table table) {
    if (reader.rows() != Principal.Rows.ALL) {
      DatasetDefinition latest = table.snapshot(LATEST).definition();
      requireTold(latest.name());
      reader.requireWhole(latest.name().value(), latest.rowAccess());
    }
  }

  private boolean seesAllOfOwner(DatasetName rejected) {
    if (reader.rows() == Principal.Rows.ALL) {
      return true;
    }
    Optional<DatasetDefinition> owner =
        tables.open(rejected.owner()).map(table -> table.snapshot(LATEST).definition());
    return owner.isPresent() && reader.seesAll(owner.get().rowAccess());
  }
}
