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
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<Fault.Code, Long> byCode = new EnumMap<>(Fault.Code.class);
  private long count;
  private long unparsed;
  private int from;
  private int to;
  private Optional<Unparsed> firstUnparsed = Optional.empty();

  /// A record that is no JSON, and where that shows in the body.
  record Unparsed(String detail, Place place) {}

  Rejected(int most) {
    this.most = most;
  }

  /// The records added from here on stand in the body from `start` to `end`.
  void at(int start, int end) {
    from = start;
    to = end;
  }

  /// Rejects the record at position `record` of the batch.
  void add(int record, Fault fault) {
    count++;
    var _ = byCode.merge(fault.code(), 1L, Long::sum);
    if (rejections.size() < most) {
      RejectedRecord reason =
          new RejectedRecord(record, fault.pointer(), fault.code().word(), fault.detail());
      rejections.add(new Rejection(reason, from, to));
    }
  }

  /// Rejects the record at position `record`, which is no JSON.
  void addUnparsed(int record, String detail, Place place) {
    String where =
        "line " + place.line().orElseThrow() + ", column " + place.column().orElseThrow();
    add(record, new Fault(Fault.Code.JSON, "", where + ": " + detail));
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

  List<Rejection> rejections() {
    return List.copyOf(rejections);
  }

  /// The first record that is no JSON, if nothing that was rejected is.
  Optional<Unparsed> onlyUnparsed() {
    return unparsed == count ? firstUnparsed : Optional.empty();
  }
}
