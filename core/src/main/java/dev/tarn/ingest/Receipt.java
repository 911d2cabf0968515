package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.label.Labelled;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.table.BatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of one batch, through whichever door it came.
///
/// @param status how far it is; the counts tell what is committed so far
/// @param version the table's version that holds the batch, or the last that holds some of it; 0 if
///   none does
/// @param accepted how many records are in the table
/// @param rejected how many are not
/// @param files how many data files hold them
/// @param bytes the size of those files
/// @param firstEventTime empty if no record was accepted
/// @param lastEventTime likewise
/// @param reasons why records were rejected, 100 at most
/// @param failure why it failed, if it did
public record Receipt(
    BatchId batch,
    DatasetName dataset,
    Status status,
    long version,
    long accepted,
    long rejected,
    int files,
    long bytes,
    Optional<Instant> firstEventTime,
    Optional<Instant> lastEventTime,
    List<RejectedRecord> reasons,
    Optional<Failure> failure) {
  /// The most reasons that one tells.
  public static final int MAX_REASONS = 100;

  /// How far a batch is.
  public enum Status implements Labelled {
    /// It is being written, some of it may be in the table.
    PENDING,
    /// It is in the table.
    COMMITTED,
    /// It came to an end before all of it was in the table.
    FAILED
  }

  /// Why a batch failed.
  ///
  /// @param code of the problem, such as `malformed-body`
  public record Failure(String code, String detail) {}

  /// The receipt of a batch that has not failed.
  public Receipt(
      BatchId batch,
      DatasetName dataset,
      Status status,
      long version,
      long accepted,
      long rejected,
      int files,
      long bytes,
      Optional<Instant> firstEventTime,
      Optional<Instant> lastEventTime,
      List<RejectedRecord> reasons) {
    this(
        batch,
        dataset,
        status,
        version,
        accepted,
        rejected,
        files,
        bytes,
        firstEventTime,
        lastEventTime,
        reasons,
        Optional.empty());
  }

  public Receipt {
    reasons = List.copyOf(reasons);
  }
}
