package dev.tarn.export.athena;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.store.ObjectKey;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where Athena runs, reads and writes.
///
/// @param workGroup whose limits and configuration hold
/// @param catalog that has the database, such as `AwsDataCatalog`
/// @param database that has a table for each dataset, of the dataset's name
/// @param bucket that exports are published in
/// @param prefix before every key in that bucket, with a `/` between them: a key itself, or empty
///   for none
/// @param results the `s3://` URL below which Athena keeps its own files about each query, which
///   are not to be published; empty if the work group says it
public record AthenaSettings(
    String workGroup,
    String catalog,
    String database,
    String bucket,
    String prefix,
    Optional<String> results) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern RESULTS =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^\\p{Cntrl}]{1,800}/)?");

  /// Throws [IllegalArgumentException] that names the property at fault and what would be right.
  public AthenaSettings {
    var _ = new AthenaPlace(workGroup, catalog, database);
    require(BUCKET, "bucket", bucket, "has 3 to 63 lower-case letters, digits, dots and hyphens");
    if (!prefix.isEmpty()) {
      var _ = new ObjectKey(prefix);
    }
    results.ifPresent(
        url -> require(RESULTS, "results", url, "is a URL such as 's3://bucket/athena/'"));
  }

  /// The `s3://` URL of the directory that `key` is for.
  String location(ObjectKey key) {
    return "s3://" + bucket + "/" + (prefix.isEmpty() ? "" : prefix + "/") + key.value() + "/";
  }

  /// Where Athena runs, and where its tables are.
  AthenaPlace place() {
    return new AthenaPlace(workGroup, catalog, database);
  }

  private static void require(Pattern pattern, String name, String value, String rule) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " " + rule + ", not '" + value + "'");
    }
  }
}
