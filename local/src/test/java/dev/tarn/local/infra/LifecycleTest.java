package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.job.ExportWork;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.query.ResultObjects;
import dev.tarn.query.stored.StoredQueries;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// S3 deletes by itself what expiry would delete as well, results that were too large for an
/// answer, files that were uploaded, and what Athena leaves: no prefix besides, for only expiry
/// knows what a kept version of a table needs.
class LifecycleTest {
  private static final DatasetName DATASET = new DatasetName("readings");

  private final JsonNode rules =
      InfraFiles.hcl("modules/lake/lifecycle.tf")
          .at("/resource/aws_s3_bucket_lifecycle_configuration");

  @Test
  void ofTheLakeReceiptsQueriesLargeResultsAndUploadedFilesAloneExpire() {
    assertThat(expiring("lake"))
        .containsExactlyInAnyOrder(
            root(StoredReceipts.prefix(DATASET)),
            StoredQueries.PREFIX,
            ResultObjects.PREFIX,
            "uploads/");
  }

  @Test
  void ofWhatIsPublishedUnpublishedPartsAndAthenasFilesExpire() {
    assertThat(expiring("publish"))
        .containsExactlyInAnyOrder(root(ExportWork.stagingPrefix(DATASET)), "athena/");
  }

  @Test
  void whatWasDeletedCanBeBroughtBackForAWhileAndNotForEver() {
    for (String bucket : Set.of("lake", "publish")) {
      assertThat(rules.path(bucket).findValues("noncurrent_days")).hasSize(1);
      assertThat(rules.path(bucket).findValues("expired_object_delete_marker")).hasSize(1);
    }
  }

  /// The prefixes whose objects are deleted for their age; all of the bucket is the empty one.
  private Set<String> expiring(String bucket) {
    Set<String> prefixes = new TreeSet<>();
    for (JsonNode rule : rules.at("/" + bucket + "/rule")) {
      if (rule.path("expiration").has("days") || rule.path("expiration").has("date")) {
        prefixes.add(rule.at("/filter/prefix").asText());
      }
    }
    return prefixes;
  }

  private static String root(String prefix) {
    return prefix.substring(0, prefix.indexOf('/') + 1);
  }
}
