package dev.tarn.ingest;

/// What came of a replay.
///
/// @param replayed how many records are in the dataset now, and in quarantine no more
/// @param rejected how many did not fit again
public record ReplayResult(long replayed, long rejected) {
  /// Nothing was tried.
  public static final ReplayResult NONE = new ReplayResult(0, 0);

  /// Both together.
  public ReplayResult plus(ReplayResult other) {
    return new ReplayResult(replayed + other.replayed, rejected + other.rejected);
  }
}
