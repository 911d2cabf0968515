package dev.tarn.store.s3;

import dev.tarn.aws.Patience;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Makes the AWS SDK's clients as a configuration says.
final class S3Clients {
  private S3Clients() {}

  /// A client that retries by itself.
  static S3Client client(S3StoreConfiguration configuration) {
    return client(configuration, configuration.patience().httpClient());
  }

  /// The same, whose requests `http` sends.
  static S3Client client(S3StoreConfiguration configuration, SdkHttpClient http) {
    Patience patience = configuration.patience();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(configuration.region()))
            .credentialsProvider(credentials(configuration))
            .forcePathStyle(configuration.pathStyle())
            // Contents are sent as they are, signed as a whole where the connection is not secure.
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            // Checksums are given and asked for request by request.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(http)
            .overrideConfiguration(override -> patience.applyTo(override, S3Failures::isConflict));
    configuration.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /// A signer of links, which sends nothing.
  static S3Presigner presigner(S3StoreConfiguration configuration) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(configuration.region()))
            .credentialsProvider(credentials(configuration))
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(configuration.pathStyle())
                    .build());
    configuration.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(S3StoreConfiguration configuration) {
    return configuration
        .credentials()
        .<AwsCredentialsProvider>map(pair ->
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(pair.accessKeyId(), pair.secretAccessKey())))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }
}
