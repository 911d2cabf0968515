package dev.tarn.metric.cloudwatch;

import dev.tarn.aws.JdkHttpClient;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;

/// Makes the AWS SDK's clients of CloudWatch.
public final class CloudWatchClients {
  private CloudWatchClients() {}

  /// A client that sends each request once: [CloudWatchMetrics] itself decides what to send again.
  ///
  /// @param endpoint where CloudWatch is, if not where the region has it
  public static CloudWatchClient client(
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      CloudWatchPatience patience) {
    return client(region, endpoint, credentials, patience, AwsRetryStrategy.doNotRetry());
  }

  /// A client for [CloudWatchMetricsReader]: it sends a request again that may fare better later,
  /// as often as `patience` has it.
  ///
  /// @param endpoint where CloudWatch is, if not where the region has it
  public static CloudWatchClient readingClient(
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      CloudWatchPatience patience) {
    return client(
        region,
        endpoint,
        credentials,
        patience,
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(patience.attempts())
            .backoffStrategy(
                BackoffStrategy.exponentialDelay(patience.firstDelay(), patience.longestDelay()))
            .throttlingBackoffStrategy(
                BackoffStrategy.exponentialDelay(patience.firstDelay(), patience.longestDelay()))
            .build());
  }

  private static CloudWatchClient client(
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      CloudWatchPatience patience,
      RetryStrategy retries) {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClientBuilder(_ -> new JdkHttpClient(patience.connect(), patience.attempt()))
            .overrideConfiguration(override ->
                override.retryStrategy(retries).apiCallAttemptTimeout(patience.attempt()));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
