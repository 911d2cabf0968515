package dev.tarn.compaction;

import java.time.Duration;

/// What one merge may use, and what it makes.
///
/// @param time from its start to its last file
/// @param memoryBytes of the engine that sorts
/// @param threads of the engine
/// @param temporaryBytes on disk for what does not fit in memory, beside the copies of the inputs
/// @param targetBytes about how large the new files are
/// @param rowGroupRows how many rows a row group has at most; an engine that counts in blocks of
///   rows may round this down to whole blocks, or up to one
public record MergeLimits(
    Duration time,
    long memoryBytes,
    int threads,
    long temporaryBytes,
    long targetBytes,
    int rowGroupRows) {
  private static final long TARGET_BYTES = 128L << 20;
  private static final int ROW_GROUP_ROWS = 250_000;

  public MergeLimits {
    if (memoryBytes < 1 || threads < 1 || targetBytes < 1 || rowGroupRows < 1) {
      throw new IllegalArgumentException("nothing can be merged within no limits");
    }
  }

  /// Limits with files of 128 MiB and row groups of 250,000 rows.
  public static MergeLimits of(Duration time, long memoryBytes, int threads, long temporaryBytes) {
    return new MergeLimits(
        time, memoryBytes, threads, temporaryBytes, TARGET_BYTES, ROW_GROUP_ROWS);
  }
}
