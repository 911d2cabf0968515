package dev.tarn.table;

import java.time.Instant;

/// Which state of a table to read.
public sealed interface SnapshotTime {
  /// The state that is current when it is asked for.
  record Latest() implements SnapshotTime {}

  /// The state that the commit `version` made.
  record AtVersion(long version) implements SnapshotTime {}

  /// The state that was current at `instant`: that of the last commit at or before it.
  record AtInstant(Instant instant) implements SnapshotTime {}
}
