package dev.tarn.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/// Credentials as the environment variables that the AWS SDK reads them from.
public final class CredentialVariables {
  private CredentialVariables() {}

  /// The credentials that the AWS SDK finds for this process, as they are now; empty where it finds
  /// none.
  public static Optional<Map<String, String>> found() {
    try (DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build()) {
      return Optional.of(variables(provider.resolveCredentials()));
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> variables(AwsCredentials credentials) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
    if (credentials instanceof AwsSessionCredentials session) {
      variables.put("AWS_SESSION_TOKEN", session.sessionToken());
    }
    return variables;
  }
}
