package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.digest.Sha256;
import dev.tarn.table.BatchId;
import java.util.Optional;
import java.util.UUID;

/// Names batches: by the client's key where it gave one, so that a retry has the same name, and at
/// random otherwise.
final class BatchIds {
  private static final int ID_BYTES = 16;

  private BatchIds() {}

  static BatchId of(DatasetName dataset, Optional<String> idempotencyKey) {
    return new BatchId(
        idempotencyKey
            .map(key -> "k" + Sha256.prefixOf(dataset.value() + "\0" + key, ID_BYTES))
            .orElseGet(() -> "r" + UUID.randomUUID().toString().replace("-", "")));
  }

  /// What a batch's content is known by: SHA-256 of the body, in hexadecimal.
  static String fingerprint(byte[] body) {
    return Sha256.of(body);
  }
}
