package dev.tarn.table;

import java.time.Instant;
import java.util.List;

/// A batch as the table's log has it.
///
/// @param fingerprint what the batch's content was known by when it was committed
/// @param version the version that its commit made
/// @param time when it was committed
public record CommittedBatch(
    BatchId batch, String fingerprint, long version, Instant time, List<DataFile> files) {
  public CommittedBatch {
    files = List.copyOf(files);
  }
}
