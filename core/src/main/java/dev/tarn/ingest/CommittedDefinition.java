package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;

/// Finds the definition that a batch was committed by, which tells which of its records fit.
final class CommittedDefinition {
  private CommittedDefinition() {}

  /// The definition of `table` when `batch` was committed. It is asked of the table's log only if
  /// the schema of `known` may be another, or `known` is of a state before the batch.
  static DatasetDefinition of(Table table, TableSnapshot known, CommittedBatch batch) {
    int current = known.definition().schemaVersion();
    boolean same =
        known.version() >= batch.version()
            && (current == 1
                || (!batch.files().isEmpty()
                    && batch.files().stream().allMatch(file -> file.schemaVersion() == current)));
    return same
        ? known.definition()
        : table.snapshot(new SnapshotTime.AtVersion(batch.version())).definition();
  }
}
