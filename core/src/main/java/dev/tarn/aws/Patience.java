package dev.tarn.aws;

import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/// How long and how often a request to a service is tried. Between attempts the client waits for a
/// random time up to a bound that doubles each time (full jitter), and longer where the service
/// asks to slow down.
///
/// @param attempts how often at most, the first included
/// @param connect for a connection to be made
/// @param attempt for one attempt, from sending to the last byte of the answer
/// @param call for all attempts and the waiting between them
/// @param firstDelay the bound of the first wait
/// @param longestDelay the bound that no wait exceeds
public record Patience(
    int attempts,
    Duration connect,
    Duration attempt,
    Duration call,
    Duration firstDelay,
    Duration longestDelay) {
  /// For short requests of functions that have minutes.
  public static final Patience DEFAULT =
      new Patience(
          5,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMillis(100),
          Duration.ofSeconds(3));

  /// Throws [IllegalArgumentException] if there is no attempt, or a time is not positive.
  public Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("there is at least 1 attempt, not " + attempts);
    }
    requirePositive("connect", connect);
    requirePositive("attempt", attempt);
    requirePositive("call", call);
    requirePositive("firstDelay", firstDelay);
    requirePositive("longestDelay", longestDelay);
  }

  /// An HTTP client that keeps these times.
  public JdkHttpClient httpClient() {
    return new JdkHttpClient(connect, attempt);
  }

  /// Has a client of the SDK keep these times and attempts.
  public void applyTo(ClientOverrideConfiguration.Builder client) {
    applyTo(client, failure -> false);
  }

  /// The same, trying again after the failures that are `passing` too.
  public void applyTo(ClientOverrideConfiguration.Builder client, Predicate<Throwable> passing) {
    client.retryStrategy(retries(passing)).apiCallAttemptTimeout(attempt).apiCallTimeout(call);
  }

  private RetryStrategy retries(Predicate<Throwable> passing) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(attempts)
        .backoffStrategy(BackoffStrategy.exponentialDelay(firstDelay, longestDelay))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(firstDelay.multipliedBy(4), longestDelay))
        .retryOnException(passing)
        .build();
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is positive, not " + value);
    }
  }
}
