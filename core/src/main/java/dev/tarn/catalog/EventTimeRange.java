package dev.tarn.catalog;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.Literal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;

/// The first and last event time in files, by their statistics. Each is empty without files, and
/// where a file does not tell. Statistics in a table's log may be rounded outwards, to less than a
/// millisecond; event times that are whole milliseconds are exact all the same.
record EventTimeRange(Optional<Instant> first, Optional<Instant> last) {
  /// `files` are a dataset's with the given definition.
  static EventTimeRange of(DatasetDefinition definition, List<DataFile> files) {
    String eventTime = definition.eventTime();
    ChronoUnit unit =
        definition.schema().getField(eventTime).schema().getLogicalType()
                instanceof LogicalTypes.TimestampMillis
            ? ChronoUnit.MILLIS
            : ChronoUnit.MICROS;
    List<Optional<ColumnStatistics>> columns =
        files.stream()
            .map(file -> Optional.ofNullable(file.statistics().columns().get(eventTime)))
            .toList();
    return new EventTimeRange(
        bound(columns, ColumnStatistics::min, Comparator.reverseOrder(), unit),
        bound(columns, ColumnStatistics::max, Comparator.naturalOrder(), unit));
  }

  private static Optional<Instant> bound(
      List<Optional<ColumnStatistics>> columns,
      Function<ColumnStatistics, Optional<Literal>> end,
      Comparator<Instant> order,
      ChronoUnit unit) {
    List<Optional<Instant>> times =
        columns.stream()
            .map(column -> column.flatMap(end).flatMap(EventTimeRange::instant))
            .toList();
    return times.stream().allMatch(Optional::isPresent)
        ? times.stream().flatMap(Optional::stream).max(order).map(time -> time.truncatedTo(unit))
        : Optional.empty();
  }

  private static Optional<Instant> instant(Literal literal) {
    return literal instanceof Literal.OfTimestamp timestamp
        ? Optional.of(Instant.EPOCH.plus(timestamp.micros(), ChronoUnit.MICROS))
        : Optional.empty();
  }
}
