package dev.tarn.metric.emf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes each recording as one line of CloudWatch's embedded metric format, from which CloudWatch
/// Logs makes metrics in the namespace `Tarn` with the dimensions `function` and `dataset`, and
/// `function` alone (Amazon CloudWatch User Guide, "Specification: Embedded metric format").
public final class EmfMetrics implements Metrics {
  /// The format allows this many metrics in one document.
  private static final int MAX_METRICS = 100;

  private final String function;
  private final PrintStream out;
  private final Clock clock;
  private final JsonFactory json = new JsonFactory();

  /// Writes for the function named `function`.
  public EmfMetrics(String function, PrintStream out, Clock clock) {
    this.function = function;
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void record(String dataset, List<Measurement> measurements) {
    for (int from = 0; from < measurements.size(); from += MAX_METRICS) {
      List<Measurement> some =
          measurements.subList(from, Math.min(from + MAX_METRICS, measurements.size()));
      out.println(document(dataset, some));
    }
  }

  private String document(String dataset, List<Measurement> measurements) {
    Map<String, Measurement> byName = new LinkedHashMap<>();
    measurements.forEach(measurement -> byName.put(measurement.name(), measurement));
    StringWriter text = new StringWriter();
    try (JsonGenerator document = json.createGenerator(text)) {
      document.writeStartObject();
      document.writeObjectFieldStart("_aws");
      document.writeNumberField("Timestamp", clock.millis());
      document.writeArrayFieldStart("CloudWatchMetrics");
      document.writeStartObject();
      document.writeStringField("Namespace", NAMESPACE);
      document.writeArrayFieldStart("Dimensions");
      document.writeArray(new String[] {"function", "dataset"}, 0, 2);
      document.writeArray(new String[] {"function"}, 0, 1);
      document.writeEndArray();
      document.writeArrayFieldStart("Metrics");
      for (Measurement measurement : byName.values()) {
        document.writeStartObject();
        document.writeStringField("Name", measurement.name());
        document.writeStringField("Unit", measurement.unit().cloudWatchName());
        document.writeEndObject();
      }
      document.writeEndArray();
      document.writeEndObject();
      document.writeEndArray();
      document.writeEndObject();
      document.writeStringField("function", function);
      document.writeStringField("dataset", dataset);
      for (Measurement measurement : byName.values()) {
        document.writeNumberField(measurement.name(), measurement.value());
      }
      document.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
