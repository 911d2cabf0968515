package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.store.StoreUsage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/// One state of a table. It never changes, and its files stay readable for the table's retention.
public interface TableSnapshot {
  /// The version of this state: 0 for a table just created, then one more with each commit.
  long version();

  /// When that version was committed.
  Instant time();

  /// The dataset's definition at that version.
  DatasetDefinition definition();

  /// Every schema that files of this snapshot may have been written with, by schema version.
  Map<Integer, Schema> schemas();

  /// The live files that may hold rows meeting `predicate`: all but those whose partition or
  /// statistics exclude it.
  List<DataFile> files(Predicate predicate);

  /// The same files, and how much they are of all.
  default FileSelection select(Predicate predicate) {
    List<DataFile> all = files(Predicate.ALWAYS);
    return new FileSelection(
        files(predicate), all.size(), all.stream().mapToLong(DataFile::bytes).sum());
  }

  /// What was asked of the store to load this snapshot, and by [#files] so far.
  StoreUsage usage();
}
