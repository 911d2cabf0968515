package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.token.DevelopmentKey;
import dev.tarn.local.token.KeySource;
import dev.tarn.local.token.TokenVerifier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTokensTest {
  private static final String CLAIMS =
      "{\"iss\":\"me\",\"aud\":\"tarn\",\"sub\":\"s\",\"exp\":%d,\"scope\":\"query\",\"datasets\":[\"a:r\",\"b:w\"]}"
          .formatted(TestGateway.NOW.getEpochSecond() + 600);

  @TempDir Path keys;

  @Test
  void functionsGetTheClaimsAsApiGatewayHandsThemOn() throws Exception {
    String token = DevelopmentKey.in(keys).sign(CLAIMS);
    try (TestGateway gateway = TestGateway.start(verifier())) {
      HttpResponse<String> answer =
          gateway.send(gateway.request("/v1/datasets").header("authorization", "Bearer " + token));

      assertThat(answer.statusCode()).isEqualTo(204);
      JsonNode jwt = gateway.query.event().at("/requestContext/authorizer/jwt");
      assertThat(jwt.at("/claims/datasets").asText()).isEqualTo("[a:r b:w]");
      assertThat(jwt.at("/claims/exp").isTextual()).isTrue();
      assertThat(jwt.path("scopes").get(0).asText()).isEqualTo("query");
    }
  }

  @Test
  void requestsWithoutAnAcceptedTokenReachNoFunction() throws Exception {
    String token = DevelopmentKey.in(keys).sign(CLAIMS.replace("\"me\"", "\"you\""));
    try (TestGateway gateway = TestGateway.start(verifier())) {
      HttpResponse<String> none = gateway.send(gateway.request("/v1/datasets"));
      HttpResponse<String> wrong =
          gateway.send(gateway.request("/v1/datasets").header("authorization", "Bearer " + token));

      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("www-authenticate")).contains("Bearer realm=\"tarn\"");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.headers().firstValue("www-authenticate").orElseThrow())
          .contains("error=\"invalid_token\"");
      assertThat(wrong.body()).contains("urn:tarn:problem:unauthenticated", "iss");
      assertThat(gateway.query.events()).isEmpty();
    }
  }

  @Test
  void whatIsOpenNeedsNoneAndGetsNoAuthorizer() throws Exception {
    try (TestGateway gateway = TestGateway.start(verifierOfNewKey())) {
      assertThat(gateway.send(gateway.request("/v1/health")).statusCode()).isEqualTo(204);
      assertThat(gateway.query.event().at("/requestContext").has("authorizer")).isFalse();
    }
  }

  private TokenVerifier verifierOfNewKey() throws IOException {
    var _ = DevelopmentKey.in(keys);
    return verifier();
  }

  private TokenVerifier verifier() {
    return new TokenVerifier(
        KeySource.of(keys.resolve(DevelopmentKey.PUBLIC).toString()),
        "me",
        Set.of("tarn"),
        () -> TestGateway.NOW);
  }
}
