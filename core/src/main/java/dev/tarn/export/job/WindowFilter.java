package dev.tarn.export.job;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.export.ExportRequest;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;

/// Which records of a dataset an export's window covers: all, unless the export is by window.
final class WindowFilter {
  private final String column;
  private final int position;
  private final long microsPerUnit;
  private final long from;
  private final long to;

  private WindowFilter(DatasetDefinition definition, Optional<Instant> from, Optional<Instant> to) {
    column = definition.eventTime();
    var field = definition.schema().getField(column);
    position = field.pos();
    microsPerUnit =
        field.schema().getLogicalType() instanceof LogicalTypes.TimestampMillis ? 1_000 : 1;
    this.from = from.map(WindowFilter::micros).orElse(Long.MIN_VALUE);
    this.to = to.map(WindowFilter::micros).orElse(Long.MAX_VALUE);
  }

  static WindowFilter of(DatasetDefinition definition, ExportRequest request) {
    return new WindowFilter(definition, request.from(), request.to());
  }

  /// Met by every record that is covered.
  Predicate predicate() {
    List<Predicate> parts = new ArrayList<>();
    if (from != Long.MIN_VALUE) {
      parts.add(compare(Predicate.Comparison.GREATER_OR_EQUAL, from));
    }
    if (to != Long.MAX_VALUE) {
      parts.add(compare(Predicate.Comparison.LESS, to));
    }
    return new Predicate.And(parts);
  }

  private Predicate compare(Predicate.Comparison comparison, long micros) {
    return new Predicate.Compare(column, comparison, new Literal.OfTimestamp(micros));
  }

  /// Whether `record` is covered. The event time of a record is never null.
  boolean covers(GenericRecord record) {
    long time = Math.multiplyExact((Long) record.get(position), microsPerUnit);
    return time >= from && time < to;
  }

  /// Whether all of the file's records are covered, as far as its statistics tell.
  boolean coversAll(DataFile file) {
    if (from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
      return true;
    }
    ColumnStatistics statistics = file.statistics().columns().get(column);
    return statistics != null
        && bound(statistics.min()).filter(min -> min >= from).isPresent()
        && bound(statistics.max()).filter(max -> max < to).isPresent();
  }

  private static Optional<Long> bound(Optional<Literal> literal) {
    return literal
        .filter(Literal.OfTimestamp.class::isInstance)
        .map(time -> ((Literal.OfTimestamp) time).micros());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
