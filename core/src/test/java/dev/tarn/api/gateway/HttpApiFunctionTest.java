package dev.tarn.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class HttpApiFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENT =
      """
      {"version": "2.0", "routeKey": "%s", "rawPath": "/v1/datasets/a%%20b/records",
       "headers": {"Content-Type": "application/json"},
       "queryStringParameters": {"onInvalid": "reject"},
       "pathParameters": {"dataset": "a b"},
       "requestContext": {"requestId": "req-1"},
       "body": "eyJ4IjoxfQ==", "isBase64Encoded": true}
      """;

  private final MemoryMetrics metrics = new MemoryMetrics();

  @Test
  void anEventReachesItsEndpointDecoded() throws Exception {
    AtomicReference<ApiRequest> seen = new AtomicReference<>();
    JsonNode answer =
        call(
            request -> {
              seen.set(request);
              return ApiResponse.of(
                  201, "application/json", "{\"é\":1}".getBytes(StandardCharsets.UTF_8));
            },
            EVENT.formatted("POST /v1/datasets/{dataset}/records"));

    ApiRequest request = seen.get();
    assertThat(request.operation()).isEqualTo(Operation.POST_RECORDS);
    assertThat(request.pathParameter("dataset")).isEqualTo("a b");
    assertThat(request.queryParameters()).containsEntry("onInvalid", "reject");
    assertThat(request.header("content-TYPE")).contains("application/json");
    assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"x\":1}");
    assertThat(answer.path("statusCode").asInt()).isEqualTo(201);
    assertThat(answer.path("isBase64Encoded").asBoolean()).isFalse();
    assertThat(answer.path("body").asText()).isEqualTo("{\"é\":1}");
    assertThat(answer.at("/headers/x-request-id").asText()).isEqualTo("req-1");
  }

  @Test
  void aBodyThatIsNoTextIsAnsweredInBase64() throws Exception {
    JsonNode answer =
        call(
            request -> ApiResponse.of(200, "application/octet-stream", new byte[] {0, -1}),
            EVENT.formatted("POST /v1/datasets/{dataset}/records"));

    assertThat(answer.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(answer.path("body").asText()).isEqualTo("AP8=");
  }

  @Test
  void theLongestBodyFitsAnAnswerHoweverItIsWritten() throws Exception {
    for (String text : new String[] {"x", "\"", "\u0001", "é"}) {
      byte[] one = text.getBytes(StandardCharsets.UTF_8);
      byte[] body = new byte[(int) HttpApiFunction.MAX_BODY_BYTES];
      for (int i = 0; i < body.length; i++) {
        body[i] = one[i % one.length];
      }

      byte[] answer =
          answer(
              request -> ApiResponse.of(200, "application/json", body),
              EVENT.formatted("POST /v1/datasets/{dataset}/records"));

      assertThat(answer.length).as(text).isLessThan(6 * 1024 * 1024 - 10_000);
      JsonNode document = JSON.readTree(answer);
      assertThat(
              document.path("isBase64Encoded").asBoolean()
                  ? java.util.Base64.getDecoder().decode(document.path("body").asText())
                  : document.path("body").asText().getBytes(StandardCharsets.UTF_8))
          .isEqualTo(body);
    }
  }

  @Test
  void aProblemIsAnsweredWithItsPlaceAndCounted() throws Exception {
    JsonNode answer =
        call(
            request -> {
              throw new Problem.SqlRefused("no such column", Optional.of(Place.position(2, 7)))
                  .exception();
            },
            EVENT.formatted("POST /v1/datasets/{dataset}/records"));

    assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
    assertThat(answer.at("/headers/content-type").asText()).isEqualTo("application/problem+json");
    JsonNode problem = JSON.readTree(answer.path("body").asText());
    assertThat(problem.path("type").asText()).isEqualTo("urn:tarn:problem:sql-refused");
    assertThat(problem.path("detail").asText()).isEqualTo("no such column");
    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asInt()).isEqualTo(7);
    assertThat(metrics.sum("Problems.sql-refused")).isEqualTo(1);
  }

  @Test
  void anyOtherFailureIsAnsweredWithoutItsDetails() throws Exception {
    JsonNode failing =
        call(
            request -> {
              throw new IllegalStateException("secret-bucket");
            },
            EVENT.formatted("POST /v1/datasets/{dataset}/records"));
    JsonNode unavailable =
        call(
            request -> {
              throw new StoreException("get of secret-bucket");
            },
            EVENT.formatted("POST /v1/datasets/{dataset}/records"));

    assertThat(failing.path("statusCode").asInt()).isEqualTo(500);
    assertThat(unavailable.path("statusCode").asInt()).isEqualTo(503);
    assertThat(unavailable.at("/headers/retry-after").asText()).isNotEmpty();
    assertThat(failing.toString() + unavailable)
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @Test
  void aRouteOfAnotherFunctionIsUnknownHere() throws Exception {
    JsonNode answer =
        call(
            request -> ApiResponse.of(200, "text/plain", new byte[0]),
            EVENT.formatted("POST /v1/query"));

    assertThat(answer.path("statusCode").asInt()).isEqualTo(404);
  }

  @Test
  void whatIsNoHttpEventIsThrownBack() {
    for (String event : new String[] {"", "[]", "{\"Records\": []}", "{\"version\": \"1.0\"}"}) {
      assertThatExceptionOfType(MalformedEventException.class)
          .as(event)
          .isThrownBy(() -> call(request -> ApiResponse.of(200, "text/plain", new byte[0]), event));
    }
  }

  private JsonNode call(Endpoint endpoint, String event) throws IOException {
    return JSON.readTree(answer(endpoint, event));
  }

  private byte[] answer(Endpoint endpoint, String event) throws IOException {
    HttpApiFunction function =
        new HttpApiFunction(
            () -> Map.of(Operation.POST_RECORDS, endpoint),
            new RequestGate(AccessSettings.WITHOUT_TOKENS, Clock.systemUTC()),
            metrics);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.handle(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, "invocation-1");
    return out.toByteArray();
  }
}
