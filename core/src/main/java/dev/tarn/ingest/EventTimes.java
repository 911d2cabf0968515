package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.Literal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalTypes;

/// The first and last event time in some data files, by their statistics.
record EventTimes(Instant first, Instant last) {
  /// `files` is not empty, and each has statistics of its event time, which is never null.
  static EventTimes of(DatasetDefinition definition, List<DataFile> files) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (DataFile file : files) {
      ColumnStatistics times = file.statistics().columns().get(definition.eventTime());
      if (times == null) {
        throw new IllegalStateException("no statistics of " + definition.eventTime());
      }
      first = Math.min(first, micros(times.min()));
      last = Math.max(last, micros(times.max()));
    }
    boolean millis =
        definition.schema().getField(definition.eventTime()).schema().getLogicalType()
            instanceof LogicalTypes.TimestampMillis;
    // Statistics round a greatest value up, which whole milliseconds undo.
    return new EventTimes(
        instant(first), instant(millis ? last - Math.floorMod(last, 1_000L) : last));
  }

  private static long micros(Optional<Literal> literal) {
    if (literal.isPresent() && literal.get() instanceof Literal.OfTimestamp timestamp) {
      return timestamp.micros();
    }
    throw new IllegalStateException("the event time's statistics are no timestamps");
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
