package dev.tarn.job.sqs;

import dev.tarn.aws.Patience;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// Makes the AWS SDK's clients of SQS.
public final class SqsClients {
  private SqsClients() {}

  /// A client that retries by itself, as `patience` says.
  ///
  /// @param endpoint where SQS is, if not where the region has it
  public static SqsClient client(
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      Patience patience) {
    SqsClientBuilder builder =
        SqsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClientBuilder(_ -> patience.httpClient())
            .overrideConfiguration(patience::applyTo);
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
