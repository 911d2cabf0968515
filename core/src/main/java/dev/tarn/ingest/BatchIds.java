package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.table.BatchId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
            .map(key ->
                "k"
                    + HexFormat.of()
                        .formatHex(sha256(bytes(dataset.value() + "\0" + key)), 0, ID_BYTES))
            .orElseGet(() -> "r" + UUID.randomUUID().toString().replace("-", "")));
  }

  /// What a batch's content is known by: SHA-256 of the body, in hexadecimal.
  static String fingerprint(byte[] body) {
    return HexFormat.of().formatHex(sha256(body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
