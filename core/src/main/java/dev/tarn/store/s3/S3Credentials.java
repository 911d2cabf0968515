package dev.tarn.store.s3;

/// A key pair given by hand, as a server on the same machine needs. In AWS there are none: the
/// function's role gives them.
public record S3Credentials(String accessKeyId, String secretAccessKey) {
  /// Throws [IllegalArgumentException] if either is blank.
  public S3Credentials {
    if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
      throw new IllegalArgumentException("an access key has an id and a secret, neither blank");
    }
  }

  /// Does not tell the secret.
  @Override
  public String toString() {
    return "S3Credentials[" + accessKeyId + "]";
  }
}
