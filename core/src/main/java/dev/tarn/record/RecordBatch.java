package dev.tarn.record;

import dev.tarn.problem.RejectedRecord;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/// The records of one body: those that fit the schema, and why the others don't. Immutable.
public final class RecordBatch {
  private static final long MICROS_A_DAY = 86_400_000_000L;

  private final RecordCodec codec;
  private final List<Part> parts;
  private final int size;
  private final Rejected rejected;
  private final Map<String, Long> distinct;

  /// A run of the body's accepted records, on a tape of its own.
  record Part(Tape tape, Accepted accepted) {}

  /// Takes its parts as they are; they are not changed any more.
  RecordBatch(RecordCodec codec, List<Part> parts, Rejected rejected, Map<String, Long> distinct) {
    this.codec = codec;
    this.parts = List.copyOf(parts);
    this.size = parts.stream().mapToInt(part -> part.accepted().size()).sum();
    this.rejected = rejected;
    this.distinct = distinct;
  }

  /// How many records were accepted. They are numbered from 0 in the order of the body.
  public int size() {
    return size;
  }

  /// How many records were rejected.
  public long rejected() {
    return rejected.count();
  }

  /// How many records were rejected for each code of [RejectedRecord].
  public Map<String, Long> rejectedByCode() {
    return rejected.byCode();
  }

  /// Why records were rejected, the first reasons up to the decoder's limit. What rejects all
  /// records is told of the first alone.
  public List<RejectedRecord> reasons() {
    return rejected.reasons();
  }

  /// The rejected records in the body's order, each once, the first up to the decoder's limit.
  public List<Rejection> rejections() {
    return rejected.rejections();
  }

  /// The event time of an accepted record, in microseconds since 1970-01-01T00:00:00Z.
  public long eventTimeMicros(int record) {
    int position = Objects.checkIndex(record, size);
    for (Part part : parts) {
      if (position < part.accepted().size()) {
        return part.accepted().eventTimeMicros(position);
      }
      position -= part.accepted().size();
    }
    throw new AssertionError("the parts are smaller than the batch");
  }

  /// The UTC date of an accepted record's event time.
  public LocalDate eventDate(int record) {
    return LocalDate.ofEpochDay(Math.floorDiv(eventTimeMicros(record), MICROS_A_DAY));
  }

  /// Gives an accepted record's fields to `visitor`.
  public void replay(int record, RecordVisitor visitor) {
    int position = Objects.checkIndex(record, size);
    for (Part part : parts) {
      if (position < part.accepted().size()) {
        codec.replayFields(part.tape().cursor(part.accepted().start(position)), visitor);
        return;
      }
      position -= part.accepted().size();
    }
  }

  /// About how many distinct values the string column `path` has in the batch, to a few percent. It
  /// is known for the columns the dataset is clustered by.
  public OptionalLong distinctEstimate(String path) {
    Long count = distinct.get(path);
    return count == null ? OptionalLong.empty() : OptionalLong.of(count);
  }
}
