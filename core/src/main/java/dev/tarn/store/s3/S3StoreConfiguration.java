package dev.tarn.store.s3;

import dev.tarn.aws.Patience;
import dev.tarn.store.ObjectKey;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a store's objects lie in S3, and how to get there.
///
/// @param bucket by S3's naming rules for general purpose buckets
/// @param prefix before every key, with a `/` between them: a key itself, or empty for none. S3's
///   1,024 bytes are for both together
/// @param region that the bucket is in, and that requests are signed for
/// @param endpoint of another server than AWS's own, an HTTP or HTTPS URL of host and port
/// @param pathStyle whether the bucket is named in the path rather than in the host name, as most
///   other servers need
/// @param credentials or empty to look where the AWS SDK looks by default
/// @param patience with S3
public record S3StoreConfiguration(
    String bucket,
    String prefix,
    String region,
    Optional<URI> endpoint,
    boolean pathStyle,
    Optional<S3Credentials> credentials,
    Patience patience) {
  /// For functions that answer within half a minute.
  public static final Patience DEFAULT_PATIENCE =
      new Patience(
          6,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofMillis(50),
          Duration.ofSeconds(3));

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,32}");
  private static final int LONGEST_PREFIX = 256;

  /// Throws [IllegalArgumentException] that names the property at fault and what would be right.
  public S3StoreConfiguration {
    if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
      throw new IllegalArgumentException(
          "bucket has 3 to 63 lower-case letters, digits, dots and hyphens, not '" + bucket + "'");
    }
    if (!prefix.isEmpty() && new ObjectKey(prefix).value().length() > LONGEST_PREFIX) {
      throw new IllegalArgumentException("prefix has at most 256 characters, not " + prefix);
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region is a name such as 'eu-central-1', not '" + region + "'");
    }
    endpoint.ifPresent(S3StoreConfiguration::requireEndpoint);
  }

  /// The whole of `bucket` in AWS, with the credentials that the AWS SDK finds.
  public static S3StoreConfiguration inAws(String bucket, String region) {
    return new S3StoreConfiguration(
        bucket, "", region, Optional.empty(), false, Optional.empty(), DEFAULT_PATIENCE);
  }

  /// The whole of `bucket` on the server at `endpoint`, which finds it by path.
  public static S3StoreConfiguration at(URI endpoint, String bucket, S3Credentials credentials) {
    return new S3StoreConfiguration(
        bucket,
        "",
        "us-east-1",
        Optional.of(endpoint),
        true,
        Optional.of(credentials),
        DEFAULT_PATIENCE);
  }

  /// The whole of another bucket in the same place.
  public S3StoreConfiguration inBucket(String other) {
    return new S3StoreConfiguration(other, "", region, endpoint, pathStyle, credentials, patience);
  }

  /// The same with another prefix.
  public S3StoreConfiguration withPrefix(String newPrefix) {
    return new S3StoreConfiguration(
        bucket, newPrefix, region, endpoint, pathStyle, credentials, patience);
  }

  /// The same with other patience.
  public S3StoreConfiguration withPatience(Patience newPatience) {
    return new S3StoreConfiguration(
        bucket, prefix, region, endpoint, pathStyle, credentials, newPatience);
  }

  private static void requireEndpoint(URI endpoint) {
    String scheme = Optional.ofNullable(endpoint.getScheme()).orElse("");
    boolean isHttp = scheme.equals("http") || scheme.equals("https");
    String path = Optional.ofNullable(endpoint.getRawPath()).orElse("");
    if (!isHttp
        || endpoint.getHost() == null
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null
        || !(path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(
          "endpoint is a URL such as 'http://127.0.0.1:9000', not '" + endpoint + "'");
    }
  }
}
