package dev.tarn.local.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;

/// Reads lines of the embedded metric format (Amazon CloudWatch User Guide, "Specification:
/// Embedded metric format").
final class MetricLine {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String START = "{\"_aws\"";

  private MetricLine() {}

  /// Puts the metrics of `line` that have the dimensions `function` and `dataset` into `store`, and
  /// answers whether it is such a line.
  static boolean read(String line, MetricStore store) {
    if (!line.startsWith(START)) {
      return false;
    }
    JsonNode document;
    try {
      document = MAPPER.readTree(line);
    } catch (JacksonException e) {
      return false;
    }
    Instant time = Instant.ofEpochMilli(document.at("/_aws/Timestamp").asLong());
    for (JsonNode directive : document.at("/_aws/CloudWatchMetrics")) {
      for (JsonNode metric : directive.path("Metrics")) {
        String name = metric.path("Name").asText();
        if (document.path(name).isNumber()) {
          store.add(
              new MetricStore.Series(
                  new MetricStore.Metric(
                      document.path("function").asText(), document.path("dataset").asText(), name),
                  metric.path("Unit").asText()),
              time,
              document.path(name).doubleValue());
        }
      }
    }
    return true;
  }
}
