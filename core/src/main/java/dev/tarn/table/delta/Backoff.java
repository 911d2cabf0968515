package dev.tarn.table.delta;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Waits between attempts: a random time below a bound that doubles with each attempt ("full
/// jitter"), so that writers that met once do not meet again.
final class Backoff {
  private final Duration first;
  private final Duration longest;

  /// Waits up to `first` before the second attempt, and never longer than `longest`.
  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /// Waits after the failed attempt number `attempt`, from 1.
  void pause(int attempt) {
    long bound = Math.min(longest.toNanos(), first.toNanos() << Math.min(attempt - 1, 20));
    if (bound <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
