package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionAnswerTest {
  @Test
  void statusHeadersCookiesAndTextArePassedOn() throws Exception {
    Answer answer =
        read(
            """
            {"statusCode": 201, "headers": {"Content-Type": "text/plain", "x-rows": 7},
             "cookies": ["a=1", "b=2"], "body": "é", "isBase64Encoded": false, "other": {}}
            """);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers())
        .isEqualTo(
            Map.of(
                "content-type", List.of("text/plain"),
                "x-rows", List.of("7"),
                "set-cookie", List.of("a=1", "b=2")));
    assertThat(answer.body().bytes()).isEqualTo("é".getBytes(UTF_8));
  }

  @Test
  void aBase64BodyIsDecoded() throws Exception {
    Answer answer = read("{\"statusCode\": 200, \"body\": \"AP8=\", \"isBase64Encoded\": true}");
    assertThat(answer.body().bytes()).isEqualTo(new byte[] {0, (byte) 0xff});
  }

  @Test
  void aMissingBodyIsEmpty() throws Exception {
    assertThat(read("{\"statusCode\": 204}").body().bytes()).isEmpty();
    assertThat(read("{\"statusCode\": 204, \"body\": null}").body().bytes()).isEmpty();
  }

  @Test
  void framingHeadersAreTheGatewaysOwn() throws Exception {
    Answer answer =
        read(
            """
            {"statusCode": 200, "headers": {"Content-Length": "99", "Connection": "upgrade",
             "Transfer-Encoding": "chunked"}, "body": "x"}
            """);
    assertThat(answer.headers()).isEmpty();
  }

  @Test
  void aDocumentWithoutStatusIsTheBodyOfA200() throws Exception {
    Answer answer = read("{\"hello\": 1}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).isEqualTo(Map.of("content-type", List.of("application/json")));
    assertThat(answer.body().bytes()).isEqualTo("{\"hello\": 1}".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{\"statusCode\": 200",
        "{\"statusCode\": \"200\"}",
        "{\"statusCode\": 100}",
        "{\"statusCode\": 600}",
        "{\"statusCode\": 200.5}",
        "{\"statusCode\": 200, \"body\": {}}",
        "{\"statusCode\": 200, \"body\": \"*\", \"isBase64Encoded\": true}",
        "{\"statusCode\": 200, \"headers\": {\"a\": []}}",
        "{\"statusCode\": 200, \"headers\": {\"a\": \"b\\r\\nc: d\"}}",
        "{\"statusCode\": 200, \"headers\": {\"a b\": \"c\"}}",
        "{\"statusCode\": 200, \"cookies\": [\"a\\u0000\"]}"
      })
  void anythingElseIsMalformed(String document) {
    assertThatThrownBy(() -> read(document)).isInstanceOf(FunctionAnswer.MalformedException.class);
  }

  private static Answer read(String document) throws FunctionAnswer.MalformedException {
    return FunctionAnswer.read(document.getBytes(UTF_8));
  }
}
