package dev.tarn.metric.emf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.metric.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EmfMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final EmfMetrics metrics =
      new EmfMetrics(
          "ingest",
          new PrintStream(out, true, StandardCharsets.UTF_8),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aRecordingIsOneLineInTheEmbeddedMetricFormat() throws Exception {
    metrics.record(
        "earthquakes",
        List.of(
            new Measurement("RecordsAccepted", 12, Measurement.Unit.COUNT),
            new Measurement("IngestTime", 3.5, Measurement.Unit.MILLISECONDS)));

    JsonNode document = lines().get(0);
    assertThat(lines()).hasSize(1);
    JsonNode directive = document.at("/_aws/CloudWatchMetrics/0");
    assertThat(document.at("/_aws/Timestamp").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(directive.path("Namespace").asText()).isEqualTo("Tarn");
    assertThat(directive.path("Dimensions").toString())
        .isEqualTo("[[\"function\",\"dataset\"],[\"function\"]]");
    assertThat(directive.path("Metrics").toString())
        .isEqualTo(
            "[{\"Name\":\"RecordsAccepted\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"IngestTime\",\"Unit\":\"Milliseconds\"}]");
    assertThat(document.path("function").asText()).isEqualTo("ingest");
    assertThat(document.path("dataset").asText()).isEqualTo("earthquakes");
    assertThat(document.path("RecordsAccepted").asDouble()).isEqualTo(12);
    assertThat(document.path("IngestTime").asDouble()).isEqualTo(3.5);
  }

  @Test
  void moreMetricsThanOneDocumentMayHoldAreSplit() throws Exception {
    metrics.record(
        "a",
        IntStream.range(0, 250)
            .mapToObj(i -> new Measurement("M" + i, i, Measurement.Unit.COUNT))
            .toList());

    assertThat(lines())
        .extracting(line -> line.at("/_aws/CloudWatchMetrics/0/Metrics").size())
        .containsExactly(100, 100, 50);
  }

  private List<JsonNode> lines() throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new java.util.ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(json.readTree(line));
    }
    return lines;
  }
}
