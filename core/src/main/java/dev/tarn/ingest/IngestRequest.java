package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.record.RecordFormat;
import java.util.Optional;

/// One batch to write.
///
/// @param writer who sends it; rows that they would not see are not taken
/// @param body the records, content encoding undone
/// @param idempotencyKey the client's own name for the batch
public record IngestRequest(
    Principal writer,
    DatasetName dataset,
    RecordFormat format,
    Content body,
    Optional<String> idempotencyKey) {
  /// Bytes, kept from record equality; shared, not to be changed.
  public static final class Content {
    private final byte[] bytes;

    /// Takes `bytes` as they are.
    public Content(byte[] bytes) {
      this.bytes = bytes;
    }

    /// The bytes.
    public byte[] bytes() {
      return bytes;
    }
  }
}
