package dev.tarn.query;

import java.nio.file.Path;

/// Tells how many row groups a local data file has.
@FunctionalInterface
public interface RowGroupCounter {
  /// The number of row groups in `file`, as its footer says. Throws [dev.tarn.store.StoreException]
  /// where the file is no data file.
  int count(Path file);
}
