package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.table.BatchId;
import java.time.Instant;
import java.util.List;

/// What became of one batch. It exists only for batches that are in the table.
///
/// @param version the table's version that holds the batch first
/// @param accepted how many records are in the table
/// @param rejected how many are not
/// @param files how many data files hold them
/// @param bytes the size of those files
/// @param reasons why records were rejected, 100 at most
public record Receipt(
    BatchId batch,
    DatasetName dataset,
    long version,
    long accepted,
    long rejected,
    int files,
    long bytes,
    Instant firstEventTime,
    Instant lastEventTime,
    List<RejectedRecord> reasons) {
  public Receipt {
    reasons = List.copyOf(reasons);
  }
}
