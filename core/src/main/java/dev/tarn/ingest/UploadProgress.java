package dev.tarn.ingest;

import dev.tarn.label.Labelled;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.RecordPosition;
import dev.tarn.store.ETag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far an upload is.
///
/// @param etag of the file's content that reading began with
/// @param size of the file in bytes
/// @param sliceBytes how large slices are, which is the same from the first to the last
/// @param position up to where it is read, in the text that its coding hides
/// @param version the table's last version that holds some of it; 0 if none does
/// @param accepted how many records are in the table
/// @param rejected how many are not
/// @param files how many data files hold them
/// @param bytes the size of those files
/// @param firstEventTime empty if no record is in the table
/// @param lastEventTime likewise
/// @param reasons why records were rejected, [Receipt#MAX_REASONS] at most
public record UploadProgress(
    Phase phase,
    ETag etag,
    long size,
    int sliceBytes,
    RecordPosition position,
    long version,
    long accepted,
    long rejected,
    int files,
    long bytes,
    Optional<Instant> firstEventTime,
    Optional<Instant> lastEventTime,
    List<RejectedRecord> reasons) {
  /// What is done with the file.
  public enum Phase implements Labelled {
    /// It is read to its end without writing anything.
    CHECK,
    /// It is written.
    WRITE
  }

  public UploadProgress {
    reasons = List.copyOf(reasons);
  }

  /// At the beginning of the file's content `etag`.
  static UploadProgress at(Phase phase, ETag etag, long size, int sliceBytes) {
    return new UploadProgress(
        phase,
        etag,
        size,
        sliceBytes,
        RecordPosition.BEGINNING,
        0,
        0,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// After some records were checked up to `end`, of which `more` do not fit.
  UploadProgress checked(RecordPosition end, long more, List<RejectedRecord> why) {
    return new UploadProgress(
        phase,
        etag,
        size,
        sliceBytes,
        end,
        version,
        accepted,
        rejected + more,
        files,
        bytes,
        firstEventTime,
        lastEventTime,
        first(reasons, why));
  }

  /// After the slice up to `end` was committed, with the receipt `slice`.
  UploadProgress committed(RecordPosition end, Receipt slice) {
    return new UploadProgress(
        phase,
        etag,
        size,
        sliceBytes,
        end,
        Math.max(version, slice.version()),
        accepted + slice.accepted(),
        rejected + slice.rejected(),
        files + slice.files(),
        bytes + slice.bytes(),
        earlier(firstEventTime, slice.firstEventTime()),
        later(lastEventTime, slice.lastEventTime()),
        first(reasons, slice.reasons()));
  }

  /// The same file, to be written from its beginning.
  UploadProgress writing() {
    return at(Phase.WRITE, etag, size, sliceBytes);
  }

  /// Where it is, with `more` records that end the upload, unless it has their reasons.
  UploadProgress refused(long more, List<RejectedRecord> why) {
    if (reasons.containsAll(why)) {
      return this;
    }
    return new UploadProgress(
        phase,
        etag,
        size,
        sliceBytes,
        position,
        version,
        accepted,
        rejected + more,
        files,
        bytes,
        firstEventTime,
        lastEventTime,
        first(why, reasons));
  }

  private static List<RejectedRecord> first(List<RejectedRecord> some, List<RejectedRecord> more) {
    List<RejectedRecord> all = new ArrayList<>(some);
    all.addAll(
        more.subList(0, Math.max(0, Math.min(more.size(), Receipt.MAX_REASONS - some.size()))));
    return all;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? (one.get().isBefore(other.get()) ? one : other)
        : one.or(() -> other);
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? (one.get().isAfter(other.get()) ? one : other)
        : one.or(() -> other);
  }
}
