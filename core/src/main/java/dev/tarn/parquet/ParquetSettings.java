package dev.tarn.parquet;

/// How Parquet files are written.
///
/// @param zstdLevel how hard zstd tries, 1 (quick) to 22 (small)
/// @param rowGroupRows how many rows a row group has at most
public record ParquetSettings(int zstdLevel, int rowGroupRows) {
  private static final int HIGHEST_LEVEL = 22;

  /// Level 3, and row groups of 250,000 rows.
  public static final ParquetSettings DEFAULT = new ParquetSettings(3, 250_000);

  public ParquetSettings {
    if (zstdLevel < 1 || zstdLevel > HIGHEST_LEVEL) {
      throw new IllegalArgumentException("zstd has no level " + zstdLevel);
    }
    if (rowGroupRows < 1) {
      throw new IllegalArgumentException("a row group cannot have " + rowGroupRows + " rows");
    }
  }
}
