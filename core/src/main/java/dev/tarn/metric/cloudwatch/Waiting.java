package dev.tarn.metric.cloudwatch;

import java.time.Duration;

/// Lets time pass between two attempts.
@FunctionalInterface
interface Waiting {
  /// Returns after `delay`.
  void await(Duration delay) throws InterruptedException;
}
