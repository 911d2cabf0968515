package dev.tarn.benchmarks.query;

import static org.apache.parquet.filter2.predicate.FilterApi.and;
import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.apache.parquet.filter2.predicate.FilterApi.gtEq;
import static org.apache.parquet.filter2.predicate.FilterApi.longColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.lt;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.io.api.Binary;

/// The five questions: a device's day, a day, two columns of everything, the highest values, and a
/// count.
final class Questions {
  private static final int TOP = 10;

  private Questions() {}

  /// The questions, where `round` says which device and which of the days from `first` on are asked
  /// for, so that no two rounds read the same.
  static List<Question> of(LocalDate first, int days, int round) {
    LocalDate day = first.plusDays(Math.floorMod(round * 7L, days));
    String device = "device-%06d".formatted(Math.floorMod(round * 37, History.DEVICES));
    return List.of(lookup(day, device), day(day), everything(), highest(), count());
  }

  /// A question that no file has an answer to: what a query takes whatever it asks.
  static Question nothing() {
    return new Question(
        "nothing",
        "SELECT count(*) FROM telemetry WHERE time < '2000-01-01'",
        Optional.of(LocalDate.EPOCH),
        new AvroQuestion(List.of("rssi"), Optional.empty(), () -> _ -> {}));
  }

  private static Question lookup(LocalDate day, String device) {
    return new Question(
        "a device's day",
        "SELECT time, temperature FROM telemetry WHERE device_id = '%s' AND %s ORDER BY time"
            .formatted(device, within(day)),
        Optional.of(day),
        new AvroQuestion(
            List.of("device_id", "time", "temperature"),
            Optional.of(and(eq(binaryColumn("device_id"), Binary.fromString(device)), during(day))),
            () -> new ArrayList<>()::add));
  }

  private static Question day(LocalDate day) {
    return new Question(
        "a day by status",
        "SELECT status, count(*), avg(temperature) FROM telemetry WHERE %s GROUP BY status"
            .formatted(within(day)),
        Optional.of(day),
        new AvroQuestion(
            List.of("time", "status", "temperature"),
            Optional.of(during(day)),
            Questions::meanByStatus));
  }

  private static Question everything() {
    return new Question(
        "everything by status",
        "SELECT status, avg(temperature) FROM telemetry GROUP BY status",
        Optional.empty(),
        new AvroQuestion(
            List.of("status", "temperature"), Optional.empty(), Questions::meanByStatus));
  }

  private static Question highest() {
    return new Question(
        "the ten hottest",
        "SELECT device_id, time, temperature FROM telemetry ORDER BY temperature DESC LIMIT " + TOP,
        Optional.empty(),
        new AvroQuestion(
            List.of("device_id", "time", "temperature"), Optional.empty(), Questions::hottest));
  }

  private static Question count() {
    return new Question(
        "a count",
        "SELECT count(*), count(message) FROM telemetry",
        Optional.empty(),
        new AvroQuestion(
            List.of("message"),
            Optional.empty(),
            () -> {
              long[] counts = new long[2];
              return record -> counts[record.get("message") == null ? 0 : 1]++;
            }));
  }

  private static String within(LocalDate day) {
    return String.format(Locale.ROOT, "time >= '%s' AND time < '%s'", day, day.plusDays(1));
  }

  private static FilterPredicate during(LocalDate day) {
    return and(
        gtEq(longColumn("time"), micros(day)), lt(longColumn("time"), micros(day.plusDays(1))));
  }

  private static long micros(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
  }

  private static Consumer<GenericRecord> meanByStatus() {
    Map<String, double[]> sums = new HashMap<>();
    return record -> {
      double[] sum = sums.computeIfAbsent(record.get("status").toString(), _ -> new double[2]);
      sum[0] += (Double) record.get("temperature");
      sum[1]++;
    };
  }

  private static Consumer<GenericRecord> hottest() {
    PriorityQueue<GenericRecord> top =
        new PriorityQueue<>(
            Comparator.comparingDouble(
                (GenericRecord record) -> (Double) record.get("temperature")));
    return record -> {
      top.add(record);
      if (top.size() > TOP) {
        var _ = top.remove();
      }
    };
  }
}
