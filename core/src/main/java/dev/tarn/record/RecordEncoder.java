package dev.tarn.record;

import dev.tarn.dataset.DatasetDefinition;

/// Writes records into columnar files. An encoder is made for one definition, is immutable and can
/// be used by several threads at once.
public interface RecordEncoder {
  /// Encodes those of `batch`'s records that stand at the positions `records`, in that order, into
  /// one file. There is at least one, and `batch` was decoded by the encoder's definition.
  EncodedFile encode(RecordBatch batch, int[] records);

  /// Makes encoders.
  @FunctionalInterface
  interface Factory {
    /// An encoder for the records that `definition` describes.
    RecordEncoder create(DatasetDefinition definition);
  }
}
