package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import io.delta.kernel.data.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What it takes in the log to add a batch: its transaction id, and its files.
record BatchAppend(DeltaLog log, BatchId batch, String fingerprint, List<DataFile> files) {
  BatchAppend {
    files = List.copyOf(files);
  }

  /// Throws [IllegalArgumentException] unless the files are the table's, and of `definition`.
  void requireOf(DatasetDefinition definition) {
    for (DataFile file : files) {
      log.layout().relativePath(file.key());
      if (file.schemaVersion() != definition.schemaVersion()) {
        throw new IllegalArgumentException(
            file.key()
                + " has schema version "
                + file.schemaVersion()
                + ", not "
                + definition.schemaVersion());
      }
    }
  }

  /// The actions that add it after `state`.
  List<Row> actions(TableState state) {
    Instant now = log.clock().instant();
    List<Row> actions = new ArrayList<>();
    actions.add(FileActions.transaction(batch, state.version() + 1, now));
    Map<String, String> tags =
        Map.of(FileActions.BATCH, batch.value(), FileActions.FINGERPRINT, fingerprint);
    for (DataFile file : files) {
      actions.add(
          FileActions.add(log.layout(), file, tags, state.definition().schema(), true, now));
    }
    return actions;
  }

  /// The batch, once `after` was made by its commit.
  CommittedBatch committed(TableState after) {
    return new CommittedBatch(batch, fingerprint, after.version(), after.time(), files);
  }
}
