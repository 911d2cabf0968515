package dev.tarn.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("dev.tarn.Some");
    record.setInstant(Instant.parse("2026-03-01T12:00:00.123456Z"));
    return record;
  }

  private static ObjectNode parsed(String line) {
    assertThat(line).endsWith("\n").doesNotContain("\r");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    return JsonDocument.object(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRecordIsOneLineOfJson() {
    assertThat(new JsonLines("ingest").format(record(Level.INFO, "two\nlines, \"quoted\"")))
        .isEqualTo(
            "{\"time\":\"2026-03-01T12:00:00.123456Z\",\"level\":\"INFO\","
                + "\"logger\":\"dev.tarn.Some\",\"message\":\"two\\nlines, \\\"quoted\\\"\","
                + "\"function\":\"ingest\"}\n");
  }

  @Test
  void anExceptionIsWrittenWithItsCauses() {
    LogRecord record = record(Level.SEVERE, "failed");
    record.setThrown(new IllegalStateException("outer", new RuntimeException("inner")));

    ObjectNode line = parsed(new JsonLines("query").format(record));

    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("exception").asText())
        .startsWith("java.lang.IllegalStateException: outer")
        .contains("Caused by: java.lang.RuntimeException: inner", "JsonLinesTest");
  }

  @Test
  void levelsHaveTheNamesThatTheCodeUses() {
    for (String[] pair :
        new String[][] {
          {"SEVERE", "ERROR"},
          {"WARNING", "WARN"},
          {"INFO", "INFO"},
          {"FINE", "DEBUG"},
          {"FINEST", "TRACE"}
        }) {
      assertThat(
              parsed(new JsonLines("query").format(record(Level.parse(pair[0]), "x")))
                  .path("level")
                  .asText())
          .isEqualTo(pair[1]);
    }
  }

  @Test
  void aLineIsBounded() {
    LogRecord record = record(Level.INFO, "x".repeat(1_000_000));
    record.setThrown(new IllegalStateException("y".repeat(1_000_000)));

    assertThat(new JsonLines("query").format(record).length()).isLessThan(100_000);
  }

  @Test
  void ofTheTablesLibraryOnlyErrorsAreTold() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Handler handler = FunctionLog.handler("ingest", out);
    for (Level level : new Level[] {Level.INFO, Level.WARNING, Level.SEVERE}) {
      LogRecord record = record(level, "step");
      record.setLoggerName("io.delta.kernel.internal.TransactionImpl");
      handler.publish(record);
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("\"level\":\"ERROR\"");
  }

  @Test
  void eachRecordIsWrittenAtOnce() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Handler handler = FunctionLog.handler("query", out);

    handler.publish(record(Level.INFO, "Grüße"));

    assertThat(parsed(out.toString(StandardCharsets.UTF_8)).path("message").asText())
        .isEqualTo("Grüße");
  }
}
