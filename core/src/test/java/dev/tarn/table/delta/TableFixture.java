package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.BatchId;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import dev.tarn.table.Table;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.avro.Schema;

/// A dataset of readings, and files of it that exist in the log alone: the table never opens one.
final class TableFixture {
  static final DatasetName READINGS = new DatasetName("readings");
  static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  static final DeltaSettings SETTINGS =
      DeltaSettings.DEFAULT.withLongestBackoff(Duration.ofMillis(5));

  private TableFixture() {}

  static DatasetDefinition definition() {
    return definition(schema(""), 1);
  }

  static DatasetDefinition definition(Schema schema, int version) {
    return new DatasetDefinition(
        READINGS,
        schema,
        "time",
        List.of("device"),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        version);
  }

  /// The dataset's schema with `fields` (each with a comma before it) after its own.
  static Schema schema(String fields) {
    return new Schema.Parser()
        .parse(
            """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "device", "type": "string"},
              {"name": "count", "type": "int"},
              {"name": "value", "type": ["null", "double"], "default": null}%s]}
            """
                .formatted(fields));
  }

  /// A file of `rows` rows of `day`, whose `count` goes from `least` to `greatest`.
  static DataFile file(
      Table table, BatchId batch, LocalDate day, int rows, long least, long greatest) {
    return file(table.newDataFileKey(batch, day), day, 1, rows, least, greatest);
  }

  static DataFile file(
      ObjectKey key, LocalDate day, int schemaVersion, int rows, long least, long greatest) {
    long midnight = day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
    return new DataFile(
        key,
        100L + rows,
        day,
        schemaVersion,
        new FileStatistics(
            rows,
            Map.of(
                "time",
                column(
                    new Literal.OfTimestamp(midnight), new Literal.OfTimestamp(midnight + 999_999)),
                "count",
                column(new Literal.OfLong(least), new Literal.OfLong(greatest)))));
  }

  static ColumnStatistics column(Literal min, Literal max) {
    return new ColumnStatistics(Optional.of(min), Optional.of(max), OptionalLong.of(0));
  }

  static BatchId batch(String id) {
    return new BatchId(id);
  }
}
