package dev.tarn.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What was measured under one name over time.
///
/// @param function the function that measured
/// @param dataset the dataset's name, or `-` for work on none
/// @param period what each point sums up
/// @param points oldest first; periods in which nothing was measured have none
public record MetricSeries(
    String function,
    String dataset,
    String name,
    Measurement.Unit unit,
    Duration period,
    List<Point> points) {
  /// Copies the points.
  public MetricSeries {
    points = List.copyOf(points);
  }

  /// The values measured in one period.
  ///
  /// @param time when the period began
  /// @param count how many values there were
  public record Point(Instant time, double sum, double count, double min, double max) {
    /// A single value.
    public static Point of(Instant time, double value) {
      return new Point(time, value, 1, value, value);
    }

    /// The values of this and of `other`, which is of the same period.
    public Point plus(Point other) {
      return new Point(
          time,
          sum + other.sum,
          count + other.count,
          Math.min(min, other.min),
          Math.max(max, other.max));
    }
  }
}
