package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/// Brings a batch of samples to CloudWatch, as far as that can be done.
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final int CONTENT_TOO_LARGE = 413;

  private static final Set<String> TOO_LARGE =
      Set.of("RequestEntityTooLarge", "RequestEntityTooLargeException", "RequestTooLarge");

  private final CloudWatchClient client;
  private final Clock clock;
  private final CloudWatchPatience patience;
  private final Waiting waiting;
  private final RandomGenerator random;

  Delivery(
      CloudWatchClient client,
      Clock clock,
      CloudWatchPatience patience,
      Waiting waiting,
      RandomGenerator random) {
    this.client = client;
    this.clock = clock;
    this.patience = patience;
    this.waiting = waiting;
    this.random = random;
  }

  /// Sends `batch`, in halves where it is refused as too large, and tells how many samples arrived.
  /// Tries nothing again that would begin after `deadline`.
  int deliver(List<Sample> batch, Instant deadline) {
    for (int attempt = 1; ; attempt++) {
      try {
        put(batch);
        return batch.size();
      } catch (RuntimeException e) {
        // Whatever it is: measuring must not fail the work that is measured.
        if (isTooLarge(e) && batch.size() > 1 && clock.instant().isBefore(deadline)) {
          int half = batch.size() / 2;
          return deliver(batch.subList(0, half), deadline)
              + deliver(batch.subList(half, batch.size()), deadline);
        }
        if (attempt >= patience.attempts() || !isPassing(e) || !awaitNext(attempt, deadline)) {
          LOG.warn("{} measurements are lost after attempt {}", batch.size(), attempt, e);
          return 0;
        }
      }
    }
  }

  private void put(List<Sample> batch) {
    var _ =
        client.putMetricData(request ->
            request
                .namespace(Metrics.NAMESPACE)
                .metricData(batch.stream().flatMap(sample -> sample.metrics().stream()).toList()));
  }

  /// Whether there is time for another attempt, which there is after this returns.
  private boolean awaitNext(int attempt, Instant deadline) {
    Duration delay = Duration.ofNanos(random.nextLong(patience.bound(attempt).toNanos() + 1));
    if (!clock.instant().plus(delay).isBefore(deadline)) {
      return false;
    }
    try {
      waiting.await(delay);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isTooLarge(RuntimeException failure) {
    return failure instanceof AwsServiceException refusal
        && (refusal.statusCode() == CONTENT_TOO_LARGE || TOO_LARGE.contains(code(refusal)));
  }

  /// Whether the same request may fare better later: the service is too busy or broken, or no
  /// answer came.
  private static boolean isPassing(RuntimeException failure) {
    return switch (failure) {
      case AwsServiceException refusal ->
          refusal.isThrottlingException() || refusal.statusCode() >= 500;
      // The thread is interrupted, and is wanted back.
      case AbortedException _ -> false;
      case ApiCallAttemptTimeoutException _ -> true;
      case SdkException unanswered -> unanswered.retryable() || unanswered.getCause() != null;
      default -> false;
    };
  }

  private static String code(AwsServiceException refusal) {
    // Either may be missing from the answer of what stands between here and CloudWatch.
    return Optional.ofNullable(refusal.awsErrorDetails())
        .map(AwsErrorDetails::errorCode)
        .orElse("");
  }
}
