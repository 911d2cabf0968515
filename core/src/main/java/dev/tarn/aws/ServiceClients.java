package dev.tarn.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/// Makes the AWS SDK's clients of services.
public final class ServiceClients {
  private ServiceClients() {}

  /// A client that retries by itself, as `patience` says.
  ///
  /// @param endpoint where the service is, if not where the region has it
  public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder,
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      Patience patience) {
    builder
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClientBuilder(_ -> patience.httpClient())
        .overrideConfiguration(patience::applyTo);
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /// The same in AWS, with the credentials that the AWS SDK finds.
  public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C inAws(
      B builder, String region) {
    return client(
        builder,
        region,
        Optional.empty(),
        DefaultCredentialsProvider.builder().build(),
        Patience.DEFAULT);
  }
}
