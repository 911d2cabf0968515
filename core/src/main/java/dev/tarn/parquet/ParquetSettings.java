package dev.tarn.parquet;

/// How Parquet files are written.
///
/// @param zstdLevel how hard zstd tries, 1 (quick) to 22 (small)
/// @param rowGroupRows how many rows a row group has at most
/// @param pageRows how many rows a page has at most
public record ParquetSettings(int zstdLevel, int rowGroupRows, int pageRows) {
  private static final int HIGHEST_LEVEL = 22;
  private static final int PAGE_ROWS = 20_000;

  /// Level 3, row groups of 250,000 rows, and pages of 20,000.
  public static final ParquetSettings DEFAULT = new ParquetSettings(3, 250_000);

  /// The same with pages of 20,000 rows at most.
  public ParquetSettings(int zstdLevel, int rowGroupRows) {
    this(zstdLevel, rowGroupRows, PAGE_ROWS);
  }

  public ParquetSettings {
    if (zstdLevel < 1 || zstdLevel > HIGHEST_LEVEL) {
      throw new IllegalArgumentException("zstd has no level " + zstdLevel);
    }
    if (rowGroupRows < 1) {
      throw new IllegalArgumentException("a row group cannot have " + rowGroupRows + " rows");
    }
    if (pageRows < 1) {
      throw new IllegalArgumentException("a page cannot have " + pageRows + " rows");
    }
  }
}
