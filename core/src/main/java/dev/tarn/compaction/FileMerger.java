package dev.tarn.compaction;

import dev.tarn.dataset.DatasetDefinition;
import java.nio.file.Path;
import java.util.List;

/// Makes few sorted files of many small ones of one partition and one schema version.
public interface FileMerger {
  /// Writes the rows of `files` into new files in `directory`, sorted by the definition's
  /// [DatasetDefinition#clusterBy] and then its event time. They hold the same records as before:
  /// the same rows, each as often. Throws a [dev.tarn.problem.ProblemException] where `limits` do
  /// not suffice, and leaves no file behind.
  ///
  /// @param definition one whose schema is the files' own
  /// @param files local Parquet files, as [dev.tarn.parquet.ParquetEncoder] or this writes them;
  ///   they are left as they are
  List<MergedFile> merge(
      DatasetDefinition definition, List<Path> files, MergeLimits limits, Path directory);
}
