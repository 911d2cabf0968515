package dev.tarn.parquet.input;

/// Bounds on what is taken of one file at a time.
///
/// @param footerBytes how long a footer may be
/// @param rowGroupBytes how many bytes, compressed, the columns that are read of one row group may
///   come to
/// @param pageBytes how many bytes a page may have once it is decompressed
/// @param openBytes how many bytes all pages and dictionaries that are in use at once may have then
public record ParquetInputLimits(
    int footerBytes, int rowGroupBytes, int pageBytes, long openBytes) {
  /// 16 MiB, 256 MiB, 128 MiB and 256 MiB: files that writers make by default meet none of them.
  public static final ParquetInputLimits DEFAULT =
      new ParquetInputLimits(16 << 20, 256 << 20, 128 << 20, 256L << 20);

  public ParquetInputLimits {
    if (footerBytes < 1 || rowGroupBytes < 1 || pageBytes < 1 || openBytes < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: %d, %d, %d and %d bytes"
              .formatted(footerBytes, rowGroupBytes, pageBytes, openBytes));
    }
  }
}
