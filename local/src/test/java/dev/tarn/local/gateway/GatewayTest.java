package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void theFunctionOfTheRouteIsInvokedWithTheEvent() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> response =
          gateway.send(
              gateway
                  .request("/v1/datasets/qu%C3%A4kes/records?onInvalid=reject")
                  .header("Content-Type", "application/x-ndjson")
                  .header("Idempotency-Key", "k")
                  .POST(BodyPublishers.ofString("{}\n")));

      assertThat(response.statusCode()).isEqualTo(204);
      JsonNode event = gateway.ingest.event();
      assertThat(gateway.query.events()).isEmpty();
      assertThat(event.at("/routeKey").textValue())
          .isEqualTo("POST /v1/datasets/{dataset}/records");
      assertThat(event.at("/rawPath").textValue()).isEqualTo("/v1/datasets/quäkes/records");
      assertThat(event.at("/pathParameters/dataset").textValue()).isEqualTo("quäkes");
      assertThat(event.at("/queryStringParameters/onInvalid").textValue()).isEqualTo("reject");
      assertThat(event.at("/headers/idempotency-key").textValue()).isEqualTo("k");
      assertThat(event.at("/headers/content-length").textValue()).isEqualTo("3");
      assertThat(event.at("/requestContext/http/sourceIp").textValue()).isEqualTo("127.0.0.1");
      assertThat(event.at("/requestContext/timeEpoch").longValue())
          .isEqualTo(TestGateway.NOW.toEpochMilli());
      assertThat(Base64.getDecoder().decode(event.at("/body").textValue()))
          .isEqualTo("{}\n".getBytes(UTF_8));
    }
  }

  @Test
  void chunkedBodiesArriveWhole() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      byte[] body = new byte[300_000];
      body[299_999] = 1;
      gateway.send(
          gateway
              .request("/v1/query")
              .header("content-type", "application/octet-stream")
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

      JsonNode event = gateway.query.event();
      assertThat(Base64.getDecoder().decode(event.at("/body").textValue())).isEqualTo(body);
      assertThat(event.at("/headers/content-length").textValue()).isEqualTo("300000");
      assertThat(event.at("/headers/transfer-encoding").isMissingNode()).isTrue();
    }
  }

  @Test
  void theAnswerIsTheFunctions() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.query.answers(
          """
          {"statusCode": 418, "headers": {"x-a": "1", "x-request-id": "mine"},
           "cookies": ["c=1", "d=2"], "body": "dGVh", "isBase64Encoded": true}
          """);
      HttpResponse<String> response = gateway.get("/v1/datasets");

      assertThat(response.statusCode()).isEqualTo(418);
      assertThat(response.body()).isEqualTo("tea");
      assertThat(response.headers().firstValue("x-a")).contains("1");
      assertThat(response.headers().firstValue("x-request-id")).contains("mine");
      assertThat(response.headers().allValues("set-cookie"))
          .containsExactlyInAnyOrder("c=1", "d=2");
    }
  }

  @Test
  void requestIdsDifferAndAreTheEvents() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      String first = gateway.get("/v1/datasets").headers().firstValue("x-request-id").orElseThrow();
      String next = gateway.get("/v1/datasets").headers().firstValue("x-request-id").orElseThrow();

      assertThat(gateway.query.events())
          .extracting(event -> event.at("/requestContext/requestId").textValue())
          .containsExactly(first, next);
      assertThat(first).isNotEqualTo(next);
    }
  }

  @Test
  void theContextTellsTheFunctionItsRequestAndTime() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.query.behaves((event, context) -> {
        context.getLogger().log("said by " + context.getFunctionName());
        return "{\"statusCode\": 200, \"headers\": {\"x-id\": \""
            + context.getAwsRequestId()
            + "\", \"x-left\": \""
            + context.getRemainingTimeInMillis()
            + "\"}}";
      });
      HttpResponse<String> response = gateway.get("/v1/datasets");

      assertThat(response.headers().firstValue("x-id"))
          .isEqualTo(response.headers().firstValue("apigw-requestid"));
      assertThat(Integer.parseInt(response.headers().firstValue("x-left").orElseThrow()))
          .isBetween(1, 30_000);
      assertThat(gateway.functionLog()).contains("said by tarn-query");
    }
  }

  @Test
  void anUnknownPathIsAnsweredAsAProblem() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> response = gateway.get("/v1/nothing");

      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.headers().firstValue("content-type"))
          .contains("application/problem+json");
      JsonNode problem = MAPPER.readTree(response.body());
      assertThat(problem.at("/type").textValue()).endsWith("unknown-route");
      assertThat(problem.at("/detail").textValue()).contains("/v1/nothing");
      assertThat(response.headers().firstValue("x-request-id"))
          .contains(problem.at("/requestId").textValue());
    }
  }

  @Test
  void anotherMethodIsAnsweredWithTheServedOnes() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> response = gateway.send(gateway.request("/v1/query").DELETE());

      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("allow")).contains("POST");
      assertThat(response.body()).contains("method-not-allowed");
    }
  }

  @Test
  void headAndOptionsAnswerWithoutABody() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> head = gateway.send(gateway.request("/v1/datasets").HEAD());
      HttpResponse<String> options =
          gateway.send(
              gateway.request("/v1/datasets/x").method("OPTIONS", BodyPublishers.noBody()));

      assertThat(head.statusCode()).isEqualTo(405);
      assertThat(head.body()).isEmpty();
      assertThat(options.statusCode()).isEqualTo(204);
      assertThat(options.headers().firstValue("allow")).contains("GET, PUT");
      assertThat(gateway.query.events()).isEmpty();
    }
  }

  @Test
  void aFunctionThatThrowsIsA500AndItsCauseIsLogged() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.query.behaves((event, context) -> {
        throw new IOException("secret detail");
      });
      HttpResponse<String> response = gateway.get("/v1/datasets");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
      assertThat(gateway.served())
          .singleElement()
          .satisfies(
              served -> assertThat(served.failure().orElseThrow()).hasMessage("secret detail"));
    }
  }

  @Test
  void anErrorInAFunctionDoesNotEndTheGateway() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.query.behaves((event, context) -> {
        throw new StackOverflowError();
      });
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(500);
      gateway.query.answers(FakeFunction.EMPTY_204);
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aMalformedAnswerIsA500() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.query.answers("nonsense");
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(500);
    }
  }

  @Test
  void everyRequestIsLogged() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.get("/v1/datasets");
      gateway.get("/v1/nothing");

      assertThat(gateway.served())
          .extracting(ServedRequest::path, ServedRequest::status)
          .containsExactly(tuple("/v1/datasets", 204), tuple("/v1/nothing", 404));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example"})
  void onLoopbackAForeignHostIsMisdirected(String host) throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      assertThat(gateway.raw("GET /v1/datasets HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .startsWith("HTTP/1.1 421 ");
      assertThat(gateway.query.events()).isEmpty();
    }
  }

  @Test
  void onLoopbackAPageOfAnotherSiteIsForbidden() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpRequest.Builder request =
          gateway.request("/v1/query").POST(BodyPublishers.ofString("{}"));
      assertThat(gateway.send(request.copy().header("Origin", "https://evil.example")).statusCode())
          .isEqualTo(403);
      assertThat(gateway.send(request.copy().header("Origin", "null")).statusCode()).isEqualTo(403);
      assertThat(
              gateway.send(request.copy().header("Origin", "http://localhost:3000")).statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void aPortInUseIsRefused() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      InetSocketAddress taken =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.uri().getPort());
      assertThatThrownBy(() -> TestGateway.start(taken, GatewayLimits.standard()))
          .isInstanceOf(BindException.class);
    }
  }
}
