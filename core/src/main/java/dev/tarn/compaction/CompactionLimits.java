package dev.tarn.compaction;

import java.time.Duration;

/// What a compaction may use.
///
/// @param memoryBytes of the engine that sorts; besides it, one file to be put is in memory
/// @param threads of the engine
/// @param scratchBytes on local disk, for what is fetched, sorted and made
/// @param groupFiles how many files one merge takes at most
public record CompactionLimits(long memoryBytes, int threads, long scratchBytes, int groupFiles) {
  /// The files of a group, their copies for the engine, the merged files, and what is merged again.
  private static final int COPIES = 4;

  /// As much again is left for what the engine spills, which is less compressed.
  private static final int SHARE = 2 * COPIES;

  /// Throws [IllegalArgumentException] if nothing can be merged within the limits.
  public CompactionLimits {
    if (memoryBytes < 1 || threads < 1 || scratchBytes < SHARE || groupFiles < 2) {
      throw new IllegalArgumentException("nothing can be merged within no limits");
    }
  }

  /// How large the files of one merge are at most, together.
  public long groupBytes() {
    return scratchBytes / SHARE;
  }

  /// The limits of a merge of `bytes` within `time`.
  MergeLimits merge(long bytes, Duration time, CompactionPolicy policy) {
    MergeLimits usual =
        MergeLimits.of(time, memoryBytes, threads, Math.max(1, scratchBytes - COPIES * bytes));
    return new MergeLimits(
        time,
        memoryBytes,
        threads,
        usual.temporaryBytes(),
        policy.targetBytes(),
        usual.rowGroupRows());
  }
}
