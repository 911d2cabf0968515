package dev.tarn.ingest;

import dev.tarn.access.RowView;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.RowAccess;
import dev.tarn.digest.Sha256;
import dev.tarn.table.BatchId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names batches: by the client's key where it gave one, so that a retry has the same name, and at
/// random otherwise.
final class BatchIds {
  private static final int ID_BYTES = 16;
  private static final int VIEW_DIGITS = 16;
  private static final Pattern UPLOAD = Pattern.compile("(v[0-9a-f]{16}-)?u[0-9a-f]{32}");

  private BatchIds() {}

  /// Writers who see different rows have different names for the same key, so that none learns of
  /// another's batches.
  static BatchId of(DatasetName dataset, RowView view, Optional<String> idempotencyKey) {
    return new BatchId(
        prefix(view)
            + idempotencyKey
                .map(key -> "k" + Sha256.prefixOf(dataset.value() + "\0" + key, ID_BYTES))
                .orElseGet(() -> "r" + random()));
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /// A new name for an upload by a writer with that view.
  static BatchId upload(RowView view) {
    return new BatchId(prefix(view) + "u" + random());
  }

  /// Whether `batch` could be an upload's name.
  static boolean isUpload(BatchId batch) {
    return UPLOAD.matcher(batch.value()).matches();
  }

  /// The name of the slice of `upload` that begins at the offset `start`: whoever writes the slice
  /// has the same for it.
  static BatchId slice(BatchId upload, long start) {
    return new BatchId(upload + "-" + Long.toString(start, Character.MAX_RADIX));
  }

  /// Whether the batch may be told to somebody with that view.
  static boolean isToldTo(RowView view, BatchId batch) {
    return batch.value().startsWith(prefix(view));
  }

  /// Whether whoever wrote the batch may have written a row with `value` in the column that
  /// `access` goes by: those who see one value alone are known by their batches' names.
  static boolean mayHave(String batch, RowAccess access, String value) {
    RowView one = new RowView.Restricted(access.column(), access.claim(), Set.of(value));
    return !isRestricted(batch) || batch.startsWith(prefix(one));
  }

  /// Whether the batch was written by somebody who sees some rows alone.
  static boolean isRestricted(String batch) {
    return batch.startsWith("v") && batch.indexOf('-') == 1 + VIEW_DIGITS;
  }

  private static String prefix(RowView view) {
    return switch (view) {
      case RowView.Whole() -> "";
      case RowView.Restricted restricted -> "v" + restricted.key().substring(0, VIEW_DIGITS) + "-";
    };
  }

  /// What a batch's content is known by: SHA-256 of the body, in hexadecimal.
  static String fingerprint(byte[] body) {
    return Sha256.of(body);
  }
}
