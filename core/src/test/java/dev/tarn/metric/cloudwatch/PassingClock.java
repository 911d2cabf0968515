package dev.tarn.metric.cloudwatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// A clock that only waiting moves.
final class PassingClock extends Clock implements Waiting {
  private final List<Duration> waits = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-24T10:00:00Z");

  @Override
  public void await(Duration delay) {
    waits.add(delay);
    now = instant().plus(delay);
  }

  /// The waits so far.
  List<Duration> waits() {
    return waits;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
