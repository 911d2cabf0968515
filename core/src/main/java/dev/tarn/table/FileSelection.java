package dev.tarn.table;

import java.util.List;

/// Files of a snapshot that may hold rows meeting a predicate.
///
/// @param files those files
/// @param filesTotal how many live files the snapshot has
/// @param bytesTotal their size
public record FileSelection(List<DataFile> files, long filesTotal, long bytesTotal) {
  public FileSelection {
    files = List.copyOf(files);
  }
}
