package dev.tarn.audit;

import java.time.Instant;
import java.time.InstantSource;

/// Until when one audit may go on, and whether that cut it short. For use by one thread.
final class TimeLimit {
  private final InstantSource clock;
  private final Instant deadline;
  private boolean cutShort;

  TimeLimit(InstantSource clock, Instant deadline) {
    this.clock = clock;
    this.deadline = deadline;
  }

  /// Whether the deadline is past, by which what was to be done next is left out.
  boolean isPast() {
    if (!clock.instant().isBefore(deadline)) {
      cutShort = true;
    }
    return cutShort;
  }

  /// Notes that something is left out.
  void leaveOut() {
    cutShort = true;
  }

  boolean wasCutShort() {
    return cutShort;
  }
}
