package dev.tarn.store.s3;

import java.time.Duration;

/// How long and how often a request to S3 is tried. Between attempts the store waits for a random
/// time up to a bound that doubles each time (full jitter), and longer where S3 asks to slow down.
///
/// @param attempts how often at most, the first included
/// @param connect for a connection to be made
/// @param attempt for one attempt, from sending to the last byte of the answer
/// @param call for all attempts and the waiting between them
/// @param firstDelay the bound of the first wait
/// @param longestDelay the bound that no wait exceeds
public record S3Patience(
    int attempts,
    Duration connect,
    Duration attempt,
    Duration call,
    Duration firstDelay,
    Duration longestDelay) {
  /// For functions that answer within half a minute.
  public static final S3Patience DEFAULT =
      new S3Patience(
          6,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofMillis(50),
          Duration.ofSeconds(3));

  /// Throws [IllegalArgumentException] if there is no attempt, or a time is not positive.
  public S3Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("there is at least 1 attempt, not " + attempts);
    }
    requirePositive("connect", connect);
    requirePositive("attempt", attempt);
    requirePositive("call", call);
    requirePositive("firstDelay", firstDelay);
    requirePositive("longestDelay", longestDelay);
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is positive, not " + value);
    }
  }
}
