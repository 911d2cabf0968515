package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.Metrics;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/// What CloudWatch knows a series by, its unit apart.
record SeriesName(String function, String dataset, String name) implements Comparable<SeriesName> {
  static final String FUNCTION = "function";
  static final String DATASET = "dataset";

  private static final Comparator<SeriesName> ORDER =
      Comparator.comparing(SeriesName::function)
          .thenComparing(SeriesName::dataset)
          .thenComparing(SeriesName::name);

  /// The name of `metric`, or empty if its dimensions are other than function and dataset.
  static Optional<SeriesName> of(Metric metric) {
    Optional<String> function = dimension(metric, FUNCTION);
    Optional<String> dataset = dimension(metric, DATASET);
    return metric.dimensions().size() == 2 && function.isPresent() && dataset.isPresent()
        ? Optional.of(new SeriesName(function.get(), dataset.get(), metric.metricName()))
        : Optional.empty();
  }

  private static Optional<String> dimension(Metric metric, String name) {
    return metric.dimensions().stream()
        .filter(dimension -> dimension.name().equals(name))
        .map(Dimension::value)
        .findFirst();
  }

  /// The series as CloudWatch names it.
  Metric metric() {
    return Metric.builder()
        .namespace(Metrics.NAMESPACE)
        .metricName(name)
        .dimensions(
            List.of(
                Dimension.builder().name(FUNCTION).value(function).build(),
                Dimension.builder().name(DATASET).value(dataset).build()))
        .build();
  }

  @Override
  public int compareTo(SeriesName other) {
    return ORDER.compare(this, other);
  }
}
