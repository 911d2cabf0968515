package dev.tarn.metric;

import java.time.Duration;
import java.util.List;

/// Where measurements are read again, summed up by periods.
public interface MetricsReader {
  /// What was recorded no longer than `age` ago: for each function, dataset, name and unit one
  /// series, in this order. Where measurements cannot be read that is a
  /// [dev.tarn.problem.Problem.MetricsUnavailable].
  List<MetricSeries> since(Duration age);
}
