package dev.tarn.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/// What a function answered an HTTP API with.
record Answer(int status, JsonNode headers, boolean base64, String text) {
  /// Asks `running` for `operation` and reads its answer, which is of the form that HTTP APIs take.
  static Answer of(
      DeployedLake.Running running,
      Operation operation,
      Map<String, String> parameters,
      String type,
      String body)
      throws InterruptedException, IOException {
    return read(running.answer(Event.request(operation, parameters, type, body)));
  }

  static Answer read(byte[] answer) throws IOException {
    JsonNode document = Event.MAPPER.readTree(answer);
    assertThat(document.path("statusCode").isInt()).as(document.toString()).isTrue();
    assertThat(document.path("isBase64Encoded").isBoolean()).isTrue();
    boolean base64 = document.path("isBase64Encoded").asBoolean();
    String body = document.path("body").asText();
    return new Answer(
        document.path("statusCode").intValue(),
        document.path("headers"),
        base64,
        base64 ? new String(Base64.getDecoder().decode(body), UTF_8) : body);
  }

  Answer is(int expected) {
    assertThat(status).as(text).isEqualTo(expected);
    return this;
  }

  JsonNode json() throws IOException {
    return Event.MAPPER.readTree(text);
  }
}
