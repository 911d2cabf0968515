package dev.tarn.parquet;

import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.io.IOException;
import java.util.BitSet;
import java.util.Set;
import org.apache.parquet.format.FileMetaData;

/// Rules out more row groups of a file by what its footer names, where reading that pays.
final class RowGroupFilters {
  private final Predicate predicate;
  private final FetchSettings settings;

  RowGroupFilters(Predicate predicate, FetchSettings settings) {
    this.predicate = predicate;
    this.settings = settings;
  }

  /// Takes out of `groups`, the positions of row groups that may match, those that can't.
  void refine(
      FileMetaData metadata,
      DataFile file,
      StoredFooter footer,
      Set<String> columns,
      BitSet groups,
      StoreReads reads)
      throws IOException {}
}
