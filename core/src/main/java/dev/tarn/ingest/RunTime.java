package dev.tarn.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How long one run of an upload may go on.
///
/// @param deadline no slice is begun after it
record RunTime(InstantSource clock, Instant deadline) {
  /// What a slice that was begun in time may still take to be read. Whoever sets the deadline keeps
  /// more than that for it to be written, too.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// There is no time to read on. It carries no stack trace, as it is no failure.
  static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the run is over", null, false, false);
    }
  }

  /// Whether no slice is to be begun any more.
  boolean isPast() {
    return clock.instant().isAfter(deadline);
  }

  /// Throws [Over] where reading must end, which is a little after no slice is begun any more.
  void requireLeft() {
    if (clock.instant().isAfter(deadline.plus(GRACE))) {
      throw new Over();
    }
  }
}
