package dev.tarn.job;

import java.time.Duration;

/// How long and how often jobs are tried.
///
/// @param maxAttempts after how many failed attempts a job fails for good
/// @param lease for how long a worker holds a job that it took; longer than a worker can live
/// @param firstBackoff how long a job waits after its first failed attempt; twice as long after
///   each further one
/// @param longestBackoff the wait that none exceeds; also the longest delay of a message, and so 15
///   minutes at most
public record JobLimits(
    int maxAttempts, Duration lease, Duration firstBackoff, Duration longestBackoff) {
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /// For functions that live for 15 minutes.
  public static final JobLimits DEFAULT =
      new JobLimits(5, Duration.ofMinutes(16), Duration.ofSeconds(10), Duration.ofMinutes(10));

  /// Throws [IllegalArgumentException] if there is no attempt, a time is not positive, or a message
  /// cannot be delayed for `longestBackoff`.
  public JobLimits {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("there is at least 1 attempt, not " + maxAttempts);
    }
    if (!lease.isPositive() || !firstBackoff.isPositive() || !longestBackoff.isPositive()) {
      throw new IllegalArgumentException(
          "times are positive, not " + lease + ", " + firstBackoff + ", " + longestBackoff);
    }
    if (longestBackoff.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "longestBackoff is " + LONGEST_DELAY + " at most, not " + longestBackoff);
    }
  }

  /// How long a job waits after `attempts` failed ones, of which there is one at least.
  Duration backoff(int attempts) {
    Duration wait = firstBackoff;
    for (int i = 1; i < attempts && wait.compareTo(longestBackoff) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return capped(wait);
  }

  /// `delay`, but no longer than a message may wait.
  Duration capped(Duration delay) {
    return delay.compareTo(longestBackoff) < 0 ? delay : longestBackoff;
  }
}
