package dev.tarn.compaction;

import java.time.Duration;

/// How long merges take, by those that were done: the slowest counts. For use by one thread.
final class MergePace {
  /// What a file costs beyond its bytes: requests and a footer.
  private static final long FILE_BYTES = 256 << 10;

  private static final double MARGIN = 1.5;

  private double millisPerByte;

  /// A merge of `group` took `time`.
  void learn(MergeGroup group, Duration time) {
    millisPerByte = Math.max(millisPerByte, (double) time.toMillis() / weight(group));
  }

  /// How long a merge of `group` may well take; nothing as long as none was done.
  Duration estimate(MergeGroup group) {
    return Duration.ofMillis((long) (MARGIN * millisPerByte * weight(group)));
  }

  private static long weight(MergeGroup group) {
    return group.bytes() + group.files().size() * FILE_BYTES;
  }
}
