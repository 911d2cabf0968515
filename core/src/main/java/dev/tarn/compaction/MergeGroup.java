package dev.tarn.compaction;

import dev.tarn.table.DataFile;
import java.time.LocalDate;
import java.util.List;

/// Files of one event date and one schema version that are worth merging into fewer.
///
/// @param files 2 at least, by their rows from the fewest
public record MergeGroup(LocalDate eventDate, int schemaVersion, List<DataFile> files) {
  public MergeGroup {
    files = List.copyOf(files);
  }

  /// The size of all files together.
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /// The rows of all files together.
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }
}
