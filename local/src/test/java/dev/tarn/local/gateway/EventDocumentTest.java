package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.api.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDocumentTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void isTheDocumentThatApiGatewaySends() throws IOException {
    ReceivedRequest request =
        new ReceivedRequest(
            "POST",
            "/v1/datasets/my quakes/records",
            "onInvalid=reject&tag=a&tag=b%26c&flag",
            "HTTP/1.1",
            "192.0.2.7",
            Map.of(
                "accept", List.of("application/json", "text/plain"),
                "connection", List.of("keep-alive"),
                "content-type", List.of("application/json"),
                "cookie", List.of("session=1; theme=dark", "extra=2"),
                "host", List.of("api.example.com:8443"),
                "idempotency-key", List.of("batch-1"),
                "transfer-encoding", List.of("chunked"),
                "user-agent", List.of("agent/1.0")),
            300);
    EventDocument document =
        new EventDocument(
            request,
            Operation.POST_RECORDS,
            Map.of("dataset", "my quakes"),
            "JKJaXmPLvHcESHA=",
            Instant.parse("2026-03-07T09:03:58Z"),
            Optional.empty(),
            "{\"a\":\"é\"}".getBytes(UTF_8));

    try (InputStream expected =
        EventDocumentTest.class.getResourceAsStream("post-records-event.json")) {
      assertThat(MAPPER.readTree(document.bytes())).isEqualTo(MAPPER.readTree(expected));
    }
  }

  @Test
  void whatIsEmptyIsLeftOut() throws IOException {
    JsonNode event =
        MAPPER.readTree(
            new EventDocument(
                    new ReceivedRequest(
                        "GET", "/v1/datasets", "", "HTTP/1.1", "127.0.0.1", Map.of(), 20),
                    Operation.LIST_DATASETS,
                    Map.of(),
                    "id",
                    Instant.EPOCH,
                    Optional.empty(),
                    new byte[0])
                .bytes());

    assertThat(event.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "version",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "headers",
            "requestContext",
            "isBase64Encoded");
    assertThat(event.get("rawQueryString").textValue()).isEmpty();
    assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "application/json, , false",
        "application/json; charset=utf-8, , false",
        "APPLICATION/JSON, , false",
        "text/csv, , false",
        "application/xml, , false",
        "application/javascript, , false",
        "application/vnd.api+json, , false",
        "application/json, gzip, true",
        "text/csv, identity, true",
        "application/x-ndjson, , true",
        "application/problem+json, , true",
        "application/x-www-form-urlencoded, , true",
        "application/octet-stream, , true",
        ", , true"
      })
  void onlyPlainTextTypesAreCarriedAsText(String type, String encoding, boolean base64)
      throws IOException {
    Map<String, List<String>> headers = new java.util.HashMap<>();
    if (type != null) {
      headers.put("content-type", List.of(type));
    }
    if (encoding != null) {
      headers.put("content-encoding", List.of(encoding));
    }
    byte[] body = "some \"text\"\n".getBytes(UTF_8);
    JsonNode event = event(headers, body);

    assertThat(event.get("isBase64Encoded").booleanValue()).isEqualTo(base64);
    assertThat(carried(event)).isEqualTo(body);
  }

  @Test
  void textThatIsNotUtf8ReachesTheFunctionAsItWasSent() throws IOException {
    byte[] body = {'"', (byte) 0xff, '"'};
    JsonNode event = event(Map.of("content-type", List.of("application/json")), body);

    assertThat(event.get("isBase64Encoded").booleanValue()).isTrue();
    assertThat(carried(event)).isEqualTo(body);
  }

  @Test
  void aSequenceCutOffAtTheEndIsNotUtf8() throws IOException {
    byte[] body = {'a', (byte) 0xc3};
    assertThat(carried(event(Map.of("content-type", List.of("text/plain")), body))).isEqualTo(body);
  }

  @Test
  void theCarriedLengthIsWhatTheBodyAddsToTheDocument() {
    byte[] body = new byte[1000];
    EventDocument binary = document(Map.of(), body);
    EventDocument none = document(Map.of(), new byte[0]);
    String framing = ",\"body\":\"\"" + "\"content-length\":\"1000\",";

    assertThat(binary.carriedLength()).isEqualTo(1336);
    assertThat(binary.bytes().length - none.bytes().length)
        .isEqualTo(1336 + framing.length() + "true".length() - "false".length());
  }

  private static JsonNode event(Map<String, List<String>> headers, byte[] body) throws IOException {
    return MAPPER.readTree(document(headers, body).bytes());
  }

  private static EventDocument document(Map<String, List<String>> headers, byte[] body) {
    return new EventDocument(
        new ReceivedRequest(
            "POST", "/v1/query", "", "HTTP/1.1", "127.0.0.1", Map.copyOf(headers), 20),
        Operation.POST_QUERY,
        Map.of(),
        "id",
        Instant.EPOCH,
        Optional.empty(),
        body);
  }

  private static byte[] carried(JsonNode event) {
    String body = event.get("body").textValue();
    return event.get("isBase64Encoded").booleanValue()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(UTF_8);
  }
}
