package dev.tarn.query;

import dev.tarn.store.StoreUsage;
import java.nio.file.Path;
import java.util.List;

/// What is to be read of a scan's files.
public interface FetchPlan {
  /// How much there is to read, what is kept from earlier reads included.
  FetchFigures figures();

  /// Reads it into `directory`. The local files hold the rows that can meet the scan's predicate,
  /// with its columns at least: more may be in them, never less.
  Fetched fetch(Path directory, TimeLimit time);

  /// What planning and fetching asked of the store until now.
  StoreUsage usage();

  /// What was brought to local disk.
  ///
  /// @param files local files, for the data files that can hold such rows
  /// @param rowGroups how many row groups they hold
  record Fetched(List<FetchedTable.LocalFile> files, long rowGroups) {
    public Fetched {
      files = List.copyOf(files);
    }
  }
}
