package dev.tarn.local.service;

import dev.tarn.metric.MetricSeries.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Measurements by the minute, for a day.
final class MetricStore {
  private static final Duration KEPT = Duration.ofDays(1);

  /// More series than a machine's own lake has.
  private static final int MOST_SERIES = 20_000;

  private final Map<Series, NavigableMap<Instant, Point>> points = new ConcurrentHashMap<>();
  private final InstantSource clock;

  MetricStore(InstantSource clock) {
    this.clock = clock;
  }

  /// A metric with both dimensions.
  record Metric(String function, String dataset, String name) {}

  /// What was measured of a metric in one unit.
  record Series(Metric metric, String unit) {}

  /// Takes one value; a value of a series too many is dropped.
  synchronized void add(Series series, Instant time, double value) {
    if (points.size() >= MOST_SERIES && !points.containsKey(series)) {
      return;
    }
    NavigableMap<Instant, Point> own = points.computeIfAbsent(series, _ -> new TreeMap<>());
    Instant minute = time.truncatedTo(ChronoUnit.MINUTES);
    var _ = own.merge(minute, Point.of(minute, value), Point::plus);
    own.headMap(clock.instant().minus(KEPT), false).clear();
  }

  /// The metrics that there are.
  synchronized Set<Metric> metrics() {
    Set<Metric> metrics = new LinkedHashSet<>();
    points.keySet().forEach(series -> metrics.add(series.metric()));
    return metrics;
  }

  /// What was measured from `start` on until before `end`, in periods of `period`.
  synchronized NavigableMap<Instant, Point> points(
      Series series, Instant start, Instant end, Duration period) {
    NavigableMap<Instant, Point> periods = new TreeMap<>();
    NavigableMap<Instant, Point> all = points.get(series);
    if (all != null && start.isBefore(end)) {
      for (Point point : all.subMap(start, true, end, false).values()) {
        long seconds = period.toSeconds();
        Instant time =
            Instant.ofEpochSecond(Math.floorDiv(point.time().getEpochSecond(), seconds) * seconds);
        Point moved = new Point(time, point.sum(), point.count(), point.min(), point.max());
        var _ = periods.merge(time, moved, Point::plus);
      }
    }
    return periods;
  }
}
