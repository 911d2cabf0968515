package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.label.Labelled;
import dev.tarn.record.RecordFormat;
import java.util.Optional;

/// One batch to write.
///
/// @param writer who sends it; rows that they would not see are not taken
/// @param body the records, content encoding undone
/// @param idempotencyKey the client's own name for the batch
/// @param onInvalid what to do if records do not fit
public record IngestRequest(
    Principal writer,
    DatasetName dataset,
    RecordFormat format,
    Content body,
    Optional<String> idempotencyKey,
    OnInvalid onInvalid) {
  /// What becomes of a batch some of whose records do not fit.
  public enum OnInvalid implements Labelled {
    /// None of it is written.
    REJECT,
    /// Those that fit are written, the others are kept beside the dataset.
    QUARANTINE
  }

  /// A batch that is refused if a record does not fit.
  public IngestRequest(
      Principal writer,
      DatasetName dataset,
      RecordFormat format,
      Content body,
      Optional<String> idempotencyKey) {
    this(writer, dataset, format, body, idempotencyKey, OnInvalid.REJECT);
  }

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
