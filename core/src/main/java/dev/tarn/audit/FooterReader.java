package dev.tarn.audit;

import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;

/// Reads what a data file in the store says of itself.
public interface FooterReader {
  /// What was read.
  sealed interface Footer {
    /// What the file holds. Of a column it does not tell about, nothing is known.
    record Sound(FileStatistics statistics) implements Footer {}

    /// The file has no footer, or one that is malformed.
    record Malformed(String reason) implements Footer {}
  }

  /// The footer of `file`, which need not be sound. Throws [dev.tarn.store.ObjectNotFoundException]
  /// if it is not in the store.
  Footer read(DataFile file);
}
