package dev.tarn.export.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.store.ObjectKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AthenaSettingsTest {
  @Test
  void locatesWhatIsPublished() {
    ObjectKey key = new ObjectKey("exports/a");

    assertThat(settings("work", "data", "bucket", "", "").location(key))
        .isEqualTo("s3://bucket/exports/a/");
    assertThat(settings("work", "data", "bucket", "below/it", "").location(key))
        .isEqualTo("s3://bucket/below/it/exports/a/");
  }

  @Test
  void namesThePropertyAtFault() {
    refused("workGroup", "", "data", "bucket", "", "");
    refused("workGroup", "a b", "data", "bucket", "", "");
    refused("database", "work", "", "bucket", "", "");
    refused("database", "work", "a'b", "bucket", "", "");
    refused("bucket", "work", "data", "Bucket", "", "");
    refused("bucket", "work", "data", "b'x", "", "");
    refused("key", "work", "data", "bucket", "/a", "");
    refused("results", "work", "data", "bucket", "", "bucket/athena/");
    refused("results", "work", "data", "bucket", "", "s3://bucket/athena");
  }

  private static void refused(
      String name,
      String workGroup,
      String database,
      String bucket,
      String prefix,
      String results) {
    assertThatThrownBy(() -> settings(workGroup, database, bucket, prefix, results))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  private static AthenaSettings settings(
      String workGroup, String database, String bucket, String prefix, String results) {
    return new AthenaSettings(
        workGroup,
        "AwsDataCatalog",
        database,
        bucket,
        prefix,
        Optional.of(results).filter(url -> !url.isEmpty()));
  }
}
