package dev.tarn.local.backend;

import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.MetricsReader;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// What several functions measured.
///
/// @param functions a reader of each function's measurements
record JoinedMetrics(List<MetricsReader> functions) implements MetricsReader {
  private static final Comparator<MetricSeries> ORDER =
      Comparator.comparing(MetricSeries::function)
          .thenComparing(MetricSeries::dataset)
          .thenComparing(MetricSeries::name)
          .thenComparing(MetricSeries::unit);

  @Override
  public List<MetricSeries> since(Duration age) {
    return functions.stream().flatMap(reader -> reader.since(age).stream()).sorted(ORDER).toList();
  }
}
