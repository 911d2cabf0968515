package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.DataFile;
import java.util.function.Consumer;

/// Reads data files of rejected records.
@FunctionalInterface
public interface RejectedFiles {
  /// Gives each record of `file`, a file of the dataset that `definition` describes, to `reader`,
  /// in the file's order.
  void read(DatasetDefinition definition, DataFile file, Consumer<RejectedRow> reader);
}
