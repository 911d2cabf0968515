package dev.tarn.local.conformance;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.description.SchemaCheck;
import dev.tarn.local.runtime.LogLine;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with what a function has written.
final class LogCheck {
  private static final JsonNode FORMAT = Event.read("embedded-metric-format.schema.json");

  private LogCheck() {}

  static List<String> faults(List<LogLine> log) {
    List<String> faults = new ArrayList<>();
    for (LogLine line : log) {
      if (line.source() == LogLine.Source.ERR) {
        faults.add("on standard error: " + line.text());
      } else {
        for (String fault : faults(line.text())) {
          faults.add(fault + " in " + line.text());
        }
      }
    }
    return faults;
  }

  private static List<String> faults(String line) {
    JsonNode document;
    try {
      document = Event.MAPPER.readTree(line);
    } catch (JacksonException e) {
      return List.of("no JSON");
    }
    if (document.has("_aws")) {
      List<String> faults = new ArrayList<>(SchemaCheck.faults(FORMAT, document));
      faults.addAll(missingTargets(document));
      return faults;
    }
    List<String> faults = new ArrayList<>();
    for (String field : List.of("time", "level", "logger", "message", "function")) {
      if (!document.path(field).isTextual()) {
        faults.add("no " + field);
      }
    }
    return faults;
  }

  /// What the format asks for besides its schema: what is named stands in the root.
  private static List<String> missingTargets(JsonNode document) {
    List<String> faults = new ArrayList<>();
    for (JsonNode directive : document.at("/_aws/CloudWatchMetrics")) {
      for (JsonNode set : directive.path("Dimensions")) {
        for (JsonNode dimension : set) {
          if (!document.path(dimension.asText()).isTextual()) {
            faults.add("no dimension " + dimension.asText());
          }
        }
      }
      for (JsonNode metric : directive.path("Metrics")) {
        if (!document.path(metric.path("Name").asText()).isNumber()) {
          faults.add("no metric " + metric.path("Name").asText());
        }
      }
    }
    return faults;
  }
}
