package dev.tarn.store.s3;

import dev.tarn.configuration.Settings;
import java.net.URI;
import java.util.Optional;

/// Where a function's lake is, by its environment: `TARN_BUCKET` and `AWS_REGION`, and optionally
/// `TARN_PREFIX` (before every key) and `TARN_S3_ENDPOINT` (a server other than AWS's own, which
/// finds buckets by path).
public final class S3LakeSettings {
  private S3LakeSettings() {}

  /// Throws [IllegalArgumentException] that names the variable which is missing or does not fit.
  public static S3StoreConfiguration read(Settings settings) {
    String bucket = settings.required("TARN_BUCKET");
    String region = settings.required("AWS_REGION");
    Optional<URI> endpoint = settings.optional("TARN_S3_ENDPOINT").map(S3LakeSettings::endpoint);
    try {
      return new S3StoreConfiguration(
          bucket,
          settings.optional("TARN_PREFIX").orElse(""),
          region,
          endpoint,
          endpoint.isPresent(),
          Optional.empty(),
          S3StoreConfiguration.DEFAULT_PATIENCE);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TARN_BUCKET, TARN_PREFIX, TARN_S3_ENDPOINT or AWS_REGION: " + e.getMessage(), e);
    }
  }

  private static URI endpoint(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("TARN_S3_ENDPOINT is '" + text + "', not a URL", e);
    }
  }
}
