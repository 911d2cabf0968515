package dev.tarn.parquet;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.StatisticsPruning;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/// Tells which row groups of a file may hold rows that meet a predicate, by its footer.
final class RowGroupStatistics {
  private RowGroupStatistics() {}

  /// The positions of the row groups of `metadata`, which is that of `file`, that may.
  static BitSet mayMatch(
      ParquetMetadata metadata, DataFile file, Predicate predicate, String eventTime) {
    BitSet kept = new BitSet();
    StatisticsPruning pruning = new StatisticsPruning(predicate, eventTime);
    List<BlockMetaData> groups = metadata.getBlocks();
    for (int i = 0; i < groups.size(); i++) {
      FileStatistics statistics =
          FooterStatistics.of(metadata.getFileMetaData().getSchema(), List.of(groups.get(i)));
      kept.set(i, pruning.mayMatch(part(file, statistics)));
    }
    return kept;
  }

  /// What `footer` tells, by the types of its columns. Throws [IOException] where it does not tell
  /// of columns as the format requires.
  static ParquetMetadata read(FileMetaData footer) throws IOException {
    try {
      return new ParquetMetadataConverter().fromParquetMetadata(footer);
    } catch (RuntimeException e) {
      throw new IOException("the footer is malformed", e);
    }
  }

  /// A part of `file` with `statistics`. A footer need not say whether there is a NaN, which is
  /// above all other numbers and in no bounds. The table's log does: it has an upper bound only
  /// where there is none.
  static DataFile part(DataFile file, FileStatistics statistics) {
    Map<String, ColumnStatistics> columns = new HashMap<>(statistics.columns());
    columns.replaceAll((path, known) ->
        known.max().isPresent()
                && known.max().get() instanceof Literal.OfDouble
                && !hasUpperBound(file, path)
            ? new ColumnStatistics(known.min(), Optional.empty(), known.nulls())
            : known);
    return new DataFile(
        file.key(),
        file.bytes(),
        file.eventDate(),
        file.schemaVersion(),
        new FileStatistics(statistics.rows(), columns));
  }

  /// Whether the table's log knows a value that none of the column at `path` is above, which it
  /// does not of one with a NaN.
  static boolean hasUpperBound(DataFile file, String path) {
    ColumnStatistics ofFile = file.statistics().columns().get(path);
    return ofFile != null && ofFile.max().isPresent();
  }
}
