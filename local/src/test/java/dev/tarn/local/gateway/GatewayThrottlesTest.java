package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.local.token.DevelopmentKey;
import dev.tarn.local.token.KeySource;
import dev.tarn.local.token.TokenVerifier;
import dev.tarn.store.ManualClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayThrottlesTest {
  private static final Throttles FEW =
      new Throttles(
          Map.of(
              "ingest", new Throttle(1, 1),
              "query", new Throttle(1, 2),
              "open", new Throttle(1, 1)));

  @TempDir Path keys;

  private final ManualClock clock = new ManualClock(TestGateway.NOW);

  @Test
  void moreThanARouteTakesIsAnsweredAsApiGatewayDoesAndReachesNoFunction() throws Exception {
    try (TestGateway gateway = TestGateway.start(Optional.empty(), FEW, clock)) {
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(204);
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(204);
      HttpResponse<String> refused = gateway.get("/v1/datasets");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
      assertThat(refused.headers().firstValue("content-type")).contains("application/json");
      assertThat(refused.headers().firstValue("apigw-requestid")).isPresent();
      assertThat(refused.headers().firstValue("retry-after")).isEmpty();
      assertThat(gateway.query.events()).hasSize(2);

      clock.pass(Duration.ofSeconds(1));
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(204);
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(429);
      assertThat(gateway.served())
          .extracting(ServedRequest::status)
          .containsExactly(204, 204, 429, 204, 429);
    }
  }

  @Test
  void aBodyThatIsRefusedIsNotReadAndTheNextRequestIsAnswered() throws Exception {
    try (TestGateway gateway = TestGateway.start(Optional.empty(), FEW, clock)) {
      for (int status : new int[] {204, 429, 429}) {
        HttpResponse<String> answer =
            gateway.send(
                gateway
                    .request("/v1/datasets/x/records")
                    .POST(BodyPublishers.ofByteArray(new byte[300_000])));
        assertThat(answer.statusCode()).isEqualTo(status);
      }
      assertThat(gateway.ingest.events()).hasSize(1);
    }
  }

  @Test
  void otherRoutesAndWhatIsNoRouteGoOn() throws Exception {
    try (TestGateway gateway = TestGateway.start(Optional.empty(), FEW, clock)) {
      while (gateway.get("/v1/datasets").statusCode() == 204) {
        // Until its burst is used up.
      }
      assertThat(gateway.get("/v1/datasets/x").statusCode()).isEqualTo(204);
      assertThat(gateway.get("/v1/health").statusCode()).isEqualTo(204);
      for (int i = 0; i < 5; i++) {
        assertThat(gateway.get("/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(gateway.send(gateway.request("/v1/datasets").DELETE()).statusCode())
            .isEqualTo(405);
        assertThat(gateway.get("/exports/none").statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void requestsAreCountedBeforeTheirTokensAreLookedAt() throws Exception {
    var _ = DevelopmentKey.in(keys);
    TokenVerifier verifier =
        new TokenVerifier(
            KeySource.of(keys.resolve(DevelopmentKey.PUBLIC).toString()),
            "me",
            Set.of("tarn"),
            clock);
    try (TestGateway gateway = TestGateway.start(Optional.of(verifier), FEW, clock)) {
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(401);
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(401);
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(429);
    }
  }
}
