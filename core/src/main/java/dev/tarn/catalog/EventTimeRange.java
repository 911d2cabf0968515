package dev.tarn.catalog;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.Literal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The first and last event time in files, by their statistics. Each is empty without files, and
/// where a file does not tell.
record EventTimeRange(Optional<Instant> first, Optional<Instant> last) {
  static EventTimeRange of(String eventTime, List<DataFile> files) {
    List<Optional<ColumnStatistics>> columns =
        files.stream()
            .map(file -> Optional.ofNullable(file.statistics().columns().get(eventTime)))
            .toList();
    return new EventTimeRange(
        bound(columns, ColumnStatistics::min, Comparator.reverseOrder()),
        bound(columns, ColumnStatistics::max, Comparator.naturalOrder()));
  }

  private static Optional<Instant> bound(
      List<Optional<ColumnStatistics>> columns,
      Function<ColumnStatistics, Optional<Literal>> end,
      Comparator<Instant> order) {
    List<Optional<Instant>> times =
        columns.stream()
            .map(column -> column.flatMap(end).flatMap(EventTimeRange::instant))
            .toList();
    return times.stream().allMatch(Optional::isPresent)
        ? times.stream().flatMap(Optional::stream).max(order)
        : Optional.empty();
  }

  private static Optional<Instant> instant(Literal literal) {
    return literal instanceof Literal.OfTimestamp timestamp
        ? Optional.of(Instant.EPOCH.plus(timestamp.micros(), ChronoUnit.MICROS))
        : Optional.empty();
  }
}
