package dev.tarn.query;

import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Brings what a scan needs of a snapshot's files to local disk.
public interface DataFileFetcher {
  /// Fetches from `files` the rows that can meet `predicate`, with `columns` at least, into
  /// `directory`. More may be fetched, never less. Throws [dev.tarn.problem.Problem.DamagedFile]
  /// where the store does not have a file as the table's log says.
  Fetched fetch(List<DataFile> files, Set<String> columns, Predicate predicate, Path directory);

  /// What was fetched, and what it took.
  ///
  /// @param files local files, for the data files that can hold such rows
  /// @param rowGroups how many row groups they hold
  /// @param bytes fetched from the store
  /// @param requests made to the store
  record Fetched(List<FetchedTable.LocalFile> files, long rowGroups, long bytes, long requests) {
    public Fetched {
      files = List.copyOf(files);
    }
  }
}
