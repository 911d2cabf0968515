package dev.tarn.metric.cloudwatch;

import dev.tarn.store.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A clock that only waiting moves.
final class PassingClock extends ManualClock implements Waiting {
  private final List<Duration> waits = new ArrayList<>();

  PassingClock() {
    super(Instant.parse("2026-11-24T10:00:00Z"));
  }

  @Override
  public void await(Duration delay) {
    waits.add(delay);
    pass(delay);
  }

  /// The waits so far.
  List<Duration> waits() {
    return waits;
  }
}
