package dev.tarn.record;

import dev.tarn.problem.RejectedRecord;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/// The records of one body: those that fit the schema, and why the others don't. Immutable.
public final class RecordBatch {
  private final List<RejectedRecord> reasons;

  RecordBatch(List<RejectedRecord> reasons) {
    this.reasons = reasons;
  }

  /// How many records were accepted. They are numbered from 0 in the order of the body.
  public int size() {
    return 0;
  }

  /// How many records were rejected.
  public long rejected() {
    return 0;
  }

  /// Why records were rejected, one reason each, the first of them up to the decoder's limit.
  public List<RejectedRecord> reasons() {
    return reasons;
  }

  /// The event time of an accepted record, in microseconds since 1970-01-01T00:00:00Z.
  public long eventTimeMicros(int record) {
    return Objects.checkIndex(record, size());
  }

  /// The UTC date of an accepted record's event time.
  public LocalDate eventDate(int record) {
    return LocalDate.ofEpochDay(Objects.checkIndex(record, size()));
  }

  /// Gives an accepted record's fields to `visitor`.
  public void replay(int record, RecordVisitor visitor) {
    visitor.addInt(Objects.checkIndex(record, size()));
  }
}
