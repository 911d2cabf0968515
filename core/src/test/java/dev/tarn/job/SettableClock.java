package dev.tarn.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is told to go on.
public final class SettableClock implements InstantSource {
  private Instant now = Instant.parse("2026-02-01T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /// Goes on by `time`.
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
