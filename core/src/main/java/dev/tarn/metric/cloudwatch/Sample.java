package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.Measurement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/// One measurement as it was recorded.
record Sample(String function, String dataset, Instant time, Measurement measurement) {
  /// Each sample is a metric of the function and the dataset, and one of the function alone.
  static final int METRICS = 2;

  /// CloudWatch refuses values outside ±2^360.
  private static final double LARGEST = 0x1p360;

  /// What a metric with two dimensions takes in the form that is sent, but for the texts in it:
  /// `&MetricData.member.1000.` before each of eight keys, the keys, unit, time and value.
  private static final int FORM_BYTES = 520;

  /// Whether CloudWatch takes the value.
  static boolean isSendable(double value) {
    // False for NaN too.
    return Math.abs(value) <= LARGEST;
  }

  /// No fewer bytes than the sample takes in the form that is sent, not compressed.
  int bytes() {
    int texts = encoded(function) + encoded(dataset) + encoded(measurement.name());
    return METRICS * (FORM_BYTES + texts);
  }

  /// The sample as CloudWatch takes it.
  List<MetricDatum> metrics() {
    Dimension byFunction = dimension("function", function);
    return List.of(
        metric(List.of(byFunction, dimension("dataset", dataset))), metric(List.of(byFunction)));
  }

  private MetricDatum metric(List<Dimension> dimensions) {
    return MetricDatum.builder()
        .metricName(measurement.name())
        .dimensions(dimensions)
        .timestamp(time)
        .value(measurement.value())
        .unit(StandardUnit.fromValue(measurement.unit().cloudWatchName()))
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static int encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).length();
  }
}
