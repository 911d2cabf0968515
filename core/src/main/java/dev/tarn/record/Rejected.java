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
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<Fault.Code, Long> byCode = new EnumMap<>(Fault.Code.class);
  private long count;
  private long unparsed;
  private RawRecord.Slices body = RawRecord.textOf(RecordFormat.JSON, new byte[0]);
  private int from;
  private int to;
  private boolean refused;
  private Optional<Unparsed> firstUnparsed = Optional.empty();

  /// A record that is no text of its format, and where that shows in the body.
  record Unparsed(String detail, Place place) {}

  Rejected(int most) {
    this.most = most;
  }

  /// The records added from here on stand in `records`.
  void from(RawRecord.Slices records) {
    body = records;
  }

  /// The records added from here on stand there from `start` to `end`.
  void at(int start, int end) {
    from = start;
    to = end;
  }

  /// Rejects the record at position `record` of the batch.
  void add(int record, Fault fault) {
    RejectedRecord reason = reason(record, fault);
    count(reason, fault);
    tell(reason);
  }

  private static RejectedRecord reason(int record, Fault fault) {
    return new RejectedRecord(record, fault.pointer(), fault.code().word(), fault.detail());
  }

  private void count(RejectedRecord reason, Fault fault) {
    count++;
    var _ = byCode.merge(fault.code(), 1L, Long::sum);
    if (rejections.size() < most) {
      rejections.add(new Rejection(reason, body.at(from, to)));
    }
  }

  private void tell(RejectedRecord reason) {
    if (reasons.size() < most) {
      reasons.add(reason);
    }
  }

  /// Rejects the record at position `record` for what stands at `place`.
  void add(int record, Fault fault, Place place) {
    add(record, new Fault(fault.code(), fault.pointer(), where(place) + ": " + fault.detail()));
  }

  /// Rejects the record at position `record` for `faults`, one at least, for which all records are
  /// rejected. Each fault is one reason, given for the first record.
  void refuse(int record, List<Fault> faults) {
    count(reason(record, faults.getFirst()), faults.getFirst());
    if (!refused) {
      refused = true;
      faults.forEach(fault -> tell(reason(record, fault)));
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

  /// Why records were rejected.
  List<RejectedRecord> reasons() {
    return List.copyOf(reasons);
  }

  /// Which were rejected, each once.
  List<Rejection> rejections() {
    return List.copyOf(rejections);
  }

  /// The first record that is no text of its format, if nothing that was rejected is.
  Optional<Unparsed> onlyUnparsed() {
    return unparsed == count ? firstUnparsed : Optional.empty();
  }
}
