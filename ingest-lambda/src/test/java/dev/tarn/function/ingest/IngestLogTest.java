package dev.tarn.function.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.access.AccessSettings;
import dev.tarn.logging.JsonLines;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.slf4j.MDC;

/// What the function logs, through the logging that it is deployed with.
final class IngestLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENT =
      """
      {"version": "2.0", "routeKey": "$default", "rawPath": "/nowhere",
       "headers": {"X-Amzn-Trace-Id": "Root=1-2-3"},
       "requestContext": {"requestId": "request-7"}}
      """;

  private final IngestHandler handler =
      new IngestHandler(
          IngestComponent.factory()
              .create(
                  new MemoryStore(Clock.systemUTC()),
                  new MemoryMetrics(),
                  Clock.systemUTC(),
                  AccessSettings.WITHOUT_TOKENS));

  @Test
  void aLineLoggedDuringARequestNamesItAndItsTrace() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    StreamHandler lines = new StreamHandler(log, new JsonLines("ingest"));
    Logger root = Logger.getLogger("");
    root.addHandler(lines);
    try {
      handler.handleRequest(
          new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)),
          new ByteArrayOutputStream(),
          Mockito.mock(Context.class));
    } finally {
      root.removeHandler(lines);
      lines.close();
    }

    List<String> logged = log.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(logged).hasSize(1);
    JsonNode line = JSON.readTree(logged.getFirst());
    assertThat(line.path("requestId").asText()).isEqualTo("request-7");
    assertThat(line.path("traceId").asText()).isEqualTo("Root=1-2-3");
    assertThat(line.path("function").asText()).isEqualTo("ingest");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).endsWith("HttpApiFunction");
    assertThat(line.path("message").asText()).contains("/nowhere");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }
}
