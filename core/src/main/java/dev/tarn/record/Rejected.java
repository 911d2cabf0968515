package dev.tarn.record;

import dev.tarn.problem.Place;
import dev.tarn.problem.RejectedRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Rejected records: all of them counted, the first described.
final class Rejected {
  private final int most;
  private final List<RejectedRecord> reasons = new ArrayList<>();
  private final Map<Fault.Code, Long> byCode = new EnumMap<>(Fault.Code.class);
  private long count;
  private long unparsed;
  private Optional<Unparsed> firstUnparsed = Optional.empty();

  /// A record that is no text of its format, and where that shows in the body.
  record Unparsed(String detail, Place place) {}

  Rejected(int most) {
    this.most = most;
  }

  /// Rejects the record at position `record` of the batch.
  void add(int record, Fault fault) {
    count++;
    var _ = byCode.merge(fault.code(), 1L, Long::sum);
    if (reasons.size() < most) {
      reasons.add(new RejectedRecord(record, fault.pointer(), fault.code().word(), fault.detail()));
    }
  }

  /// Rejects the record at position `record` for what stands at `place`.
  void add(int record, Fault fault, Place place) {
    add(record, new Fault(fault.code(), fault.pointer(), where(place) + ": " + fault.detail()));
  }

  /// Rejects `records` records, from position `record` on, for the same faults, one at least. Each
  /// fault is one reason, given for the first record.
  void addAll(int record, int records, List<Fault> faults) {
    count += records;
    var _ = byCode.merge(faults.getFirst().code(), (long) records, Long::sum);
    for (Fault fault : faults.subList(0, Math.min(faults.size(), most - reasons.size()))) {
      reasons.add(new RejectedRecord(record, fault.pointer(), fault.code().word(), fault.detail()));
    }
  }

  /// `place`, which has a line and a column, in words.
  static String where(Place place) {
    return "line " + place.line().orElseThrow() + ", column " + place.column().orElseThrow();
  }

  /// Rejects the record at position `record`, which is no JSON.
  void addUnparsed(int record, String detail, Place place) {
    addUnparsed(record, Fault.Code.JSON, detail, place);
  }

  /// Rejects the record at position `record`, which is no text of its format.
  void addUnparsed(int record, Fault.Code code, String detail, Place place) {
    add(record, new Fault(code, "", detail), place);
    unparsed++;
    if (firstUnparsed.isEmpty()) {
      firstUnparsed = Optional.of(new Unparsed(detail, place));
    }
  }

  long count() {
    return count;
  }

  /// How many were rejected by the word of their fault's code.
  Map<String, Long> byCode() {
    Map<String, Long> counts = new TreeMap<>();
    byCode.forEach((code, records) -> counts.put(code.word(), records));
    return counts;
  }

  List<RejectedRecord> reasons() {
    return List.copyOf(reasons);
  }

  /// The first record that is no text of its format, if nothing that was rejected is.
  Optional<Unparsed> onlyUnparsed() {
    return unparsed == count ? firstUnparsed : Optional.empty();
  }
}
