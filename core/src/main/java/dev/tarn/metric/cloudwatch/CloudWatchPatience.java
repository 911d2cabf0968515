package dev.tarn.metric.cloudwatch;

import java.time.Duration;

/// How long and how often sending to CloudWatch is tried. Between attempts a flush waits for a
/// random time up to a bound that doubles each time (full jitter).
///
/// @param attempts how often at most a batch is sent, the first time included
/// @param connect for a connection to be made
/// @param attempt for one attempt, from sending to the last byte of the answer
/// @param flush for all that one flush does; an attempt that has begun by then may still end
/// @param firstDelay the bound of the first wait
/// @param longestDelay the bound that no wait exceeds
public record CloudWatchPatience(
    int attempts,
    Duration connect,
    Duration attempt,
    Duration flush,
    Duration firstDelay,
    Duration longestDelay) {
  /// For functions that answer within half a minute, where metrics are not what time is for.
  public static final CloudWatchPatience DEFAULT =
      new CloudWatchPatience(
          5,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMillis(100),
          Duration.ofSeconds(3));

  /// Throws [IllegalArgumentException] if there is no attempt, or a time is not positive.
  public CloudWatchPatience {
    if (attempts < 1) {
      throw new IllegalArgumentException("there is at least 1 attempt, not " + attempts);
    }
    requirePositive("connect", connect);
    requirePositive("attempt", attempt);
    requirePositive("flush", flush);
    requirePositive("firstDelay", firstDelay);
    requirePositive("longestDelay", longestDelay);
  }

  /// The bound of the wait after the failed attempt numbered `attempt`, from 1.
  Duration bound(int attempt) {
    Duration doubled = firstDelay.multipliedBy(1L << Math.min(attempt - 1, 20));
    return doubled.compareTo(longestDelay) < 0 ? doubled : longestDelay;
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is positive, not " + value);
    }
  }
}
