package dev.tarn.table;

import java.util.Map;

/// What one data file holds.
///
/// @param rows how many rows
/// @param columns statistics by the dotted path of the column; none for columns inside arrays and
///   maps
public record FileStatistics(long rows, Map<String, ColumnStatistics> columns) {
  public FileStatistics {
    columns = Map.copyOf(columns);
  }
}
