package dev.tarn.export.athena;

import dev.tarn.aws.Patience;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.AthenaClientBuilder;

/// Makes the AWS SDK's clients of Athena.
public final class AthenaClients {
  private AthenaClients() {}

  /// A client that retries by itself, as `patience` says.
  ///
  /// @param endpoint where Athena is, if not where the region has it
  public static AthenaClient client(
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      Patience patience) {
    AthenaClientBuilder builder =
        AthenaClient.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClientBuilder(_ -> patience.httpClient())
            .overrideConfiguration(patience::applyTo);
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
