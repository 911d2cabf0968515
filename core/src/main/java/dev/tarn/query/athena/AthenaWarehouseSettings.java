package dev.tarn.query.athena;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.store.ObjectKey;

/// Where Athena runs queries, and puts their results.
///
/// @param place where it runs, and has its tables
/// @param bucket of the lake
/// @param prefix before every key of the lake in that bucket, with a `/` between them; empty for
///   none
/// @param results below which results are in the lake, ending with `/`
public record AthenaWarehouseSettings(
    AthenaPlace place, String bucket, String prefix, String results) {
  /// The `s3://` URL that Athena is told.
  String location() {
    return "s3://" + bucket + "/" + (prefix.isEmpty() ? "" : prefix + "/") + results;
  }

  /// Where the result of the query is in the lake (Amazon Athena User Guide, "Work with query
  /// results").
  ObjectKey result(String id) {
    return new ObjectKey(results + id + ".csv");
  }
}
