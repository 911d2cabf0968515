package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
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

  /// How many store requests were made to load this snapshot, and by [#files] so far.
  int requests();
}
