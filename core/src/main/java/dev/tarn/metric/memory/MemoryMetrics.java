package dev.tarn.metric.memory;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.Metrics;
import dev.tarn.metric.MetricsReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps the last 10,000 recordings, for tests and for a backend without CloudWatch.
public final class MemoryMetrics implements Metrics, MetricsReader {
  private static final int KEPT = 10_000;

  /// The shortest period of CloudWatch for metrics of standard resolution.
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Deque<Recording> recordings = new ArrayDeque<>();
  private final String function;
  private final Clock clock;

  /// One call of [#record].
  public record Recording(Instant time, String dataset, List<Measurement> measurements) {}

  /// Measures the function named `-`, by the system's clock.
  public MemoryMetrics() {
    this("-", Clock.systemUTC());
  }

  /// Measures the function named `function`.
  public MemoryMetrics(String function, Clock clock) {
    this.function = function;
    this.clock = clock;
  }

  @Override
  public synchronized void record(String dataset, List<Measurement> measurements) {
    if (recordings.size() == KEPT) {
      recordings.removeFirst();
    }
    recordings.addLast(new Recording(clock.instant(), dataset, List.copyOf(measurements)));
  }

  /// What was recorded, oldest first.
  public synchronized List<Recording> recordings() {
    return List.copyOf(recordings);
  }

  /// The sum of the values recorded under `name`, over all datasets.
  public synchronized double sum(String name) {
    return recordings.stream()
        .flatMap(recording -> recording.measurements().stream())
        .filter(measurement -> measurement.name().equals(name))
        .mapToDouble(Measurement::value)
        .sum();
  }

  @Override
  public List<MetricSeries> since(Duration age) {
    Instant from = clock.instant().minus(age);
    Map<Key, TreeMap<Instant, MetricSeries.Point>> series = new TreeMap<>(Key.ORDER);
    for (Recording recording : recordings()) {
      if (recording.time().isBefore(from)) {
        continue;
      }
      Instant minute = recording.time().truncatedTo(ChronoUnit.MINUTES);
      for (Measurement measurement : recording.measurements()) {
        var _ =
            series
                .computeIfAbsent(
                    new Key(recording.dataset(), measurement.name(), measurement.unit()),
                    _ -> new TreeMap<>())
                .merge(
                    minute,
                    MetricSeries.Point.of(minute, measurement.value()),
                    MetricSeries.Point::plus);
      }
    }
    return series.entrySet().stream()
        .map(entry -> entry.getKey().series(function, entry.getValue()))
        .toList();
  }

  /// What the points of a series have in common.
  private record Key(String dataset, String name, Measurement.Unit unit) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::dataset).thenComparing(Key::name).thenComparing(Key::unit);

    MetricSeries series(String function, TreeMap<Instant, MetricSeries.Point> points) {
      return new MetricSeries(function, dataset, name, unit, PERIOD, List.copyOf(points.values()));
    }
  }
}
