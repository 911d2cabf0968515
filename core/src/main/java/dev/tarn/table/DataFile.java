package dev.tarn.table;

import dev.tarn.store.ObjectKey;
import java.time.LocalDate;

/// One immutable Parquet file of a table.
///
/// @param key where it is in the store
/// @param bytes its size
/// @param eventDate the UTC date of every event time in it
/// @param schemaVersion the version of the dataset's schema that it was written with
public record DataFile(
    ObjectKey key, long bytes, LocalDate eventDate, int schemaVersion, FileStatistics statistics) {
  /// How many rows it has.
  public long rows() {
    return statistics.rows();
  }
}
