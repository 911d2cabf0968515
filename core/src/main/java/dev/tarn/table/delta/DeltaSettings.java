package dev.tarn.table.delta;

import java.time.Duration;

/// How tables use memory and time.
///
/// @param logCacheBytes how many bytes of immutable log objects are kept, over all tables
/// @param commitAttempts how often a commit is tried against other writers before it gives up
/// @param firstBackoff what the wait after a lost attempt stays below; doubled with each
/// @param longestBackoff what every wait stays below
/// @param checkpointInterval a checkpoint is due at each multiple of this many versions
/// @param rewriteBytes how many bytes of data files a change of schema may have rewritten
public record DeltaSettings(
    long logCacheBytes,
    int commitAttempts,
    Duration firstBackoff,
    Duration longestBackoff,
    int checkpointInterval,
    long rewriteBytes) {
  /// What serves a function of 1 GB that is to answer within 30 seconds.
  public static final DeltaSettings DEFAULT =
      new DeltaSettings(
          64L << 20, 60, Duration.ofMillis(10), Duration.ofMillis(250), 50, 256L << 20);

  /// The same, but with waits below `longest`.
  public DeltaSettings withLongestBackoff(Duration longest) {
    return new DeltaSettings(
        logCacheBytes, commitAttempts, longest, longest, checkpointInterval, rewriteBytes);
  }
}
