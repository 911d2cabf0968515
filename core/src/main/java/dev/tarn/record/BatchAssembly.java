package dev.tarn.record;

import dev.tarn.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A batch in the making: the tape, what was accepted and what rejected, in whatever format the
/// records come. It belongs to one thread.
final class BatchAssembly {
  private final RecordCodec codec;
  private final List<String> distinctColumns;
  private final DecodeLimits limits;
  private final Origin origin;
  private final Accepted accepted = new Accepted();
  private final Rejected rejected;
  private final Reading reading;
  private int records;

  /// Begins with nothing, for records after `origin`.
  ///
  /// @param seed the key for hashes of what is read
  BatchAssembly(
      RecordCodec codec,
      List<String> distinctColumns,
      DecodeLimits limits,
      Origin origin,
      long seed) {
    this.codec = codec;
    this.distinctColumns = distinctColumns;
    this.limits = limits;
    this.origin = origin;
    rejected = new Rejected(limits.maxReasons());
    reading = new Reading(limits, distinctColumns.size(), seed);
  }

  RecordCodec codec() {
    return codec;
  }

  Reading reading() {
    return reading;
  }

  Rejected rejected() {
    return rejected;
  }

  /// What precedes the batch's records.
  Origin origin() {
    return origin;
  }

  /// How many records were begun.
  int records() {
    return records;
  }

  /// How many were accepted.
  int accepted() {
    return accepted.size();
  }

  /// Begins another record. Throws [Problem.PayloadTooLarge] where there are too many.
  void countRecord() {
    if (++records > limits.maxRecords()) {
      throw new Problem.PayloadTooLarge(
              "the body has more than "
                  + limits.maxRecords()
                  + " records; send them in several batches")
          .exception();
    }
  }

  /// The position of the record begun last.
  int position() {
    return origin.records() + records - 1;
  }

  /// Accepts the record begun last, which is on the tape from `mark` on.
  void accept(long mark) {
    accepted.add(mark, reading.eventTimeMicros());
  }

  /// Rejects the record begun last.
  void reject(Fault fault) {
    rejected.add(position(), fault);
  }

  /// The batch that `parts`, one at least, come to one after another. None has rejected a record
  /// but the first, if it is the only one.
  static RecordBatch batch(List<BatchAssembly> parts) {
    BatchAssembly first = parts.getFirst();
    Map<String, Long> distinct = new HashMap<>();
    for (int i = 0; i < first.distinctColumns.size(); i++) {
      DistinctEstimate all = new DistinctEstimate();
      for (BatchAssembly part : parts) {
        all.add(part.reading.distinct()[i]);
      }
      distinct.put(first.distinctColumns.get(i), all.count());
    }
    return new RecordBatch(
        first.codec,
        parts.stream()
            .map(part -> new RecordBatch.Part(part.reading.tape(), part.accepted))
            .toList(),
        first.rejected,
        distinct);
  }
}
