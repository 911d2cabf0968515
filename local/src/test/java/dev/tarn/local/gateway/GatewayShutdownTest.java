package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayShutdownTest {
  @Test
  void aRequestInFlightIsAnsweredBeforeTheGatewayIsStopped() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      gateway.query.behaves((event, context) -> {
        begun.countDown();
        GatewayQuotasTest.await(goOn);
        return "{\"statusCode\": 200, \"body\": \"finished\"}";
      });
      CompletableFuture<HttpResponse<String>> response =
          CompletableFuture.supplyAsync(() -> get(gateway));
      GatewayQuotasTest.await(begun);
      CompletableFuture<Integer> cutOff =
          CompletableFuture.supplyAsync(() -> gateway.gateway().stop());
      awaitRefusal(gateway);
      assertThat(cutOff).isNotDone();
      goOn.countDown();

      assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("finished");
      assertThat(cutOff.get(60, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void aRequestThatOutlivesTheDrainIsCutOffAndCounted() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(
            1000, 4000, 6000, 5000, Duration.ofSeconds(30), 4, 1 << 20, Duration.ofMillis(1));
    try (TestGateway gateway = TestGateway.start(limits)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      gateway.query.behaves((event, context) -> {
        begun.countDown();
        GatewayQuotasTest.await(goOn);
        return FakeFunction.EMPTY_204;
      });
      CompletableFuture<HttpResponse<String>> response =
          CompletableFuture.supplyAsync(() -> get(gateway));
      GatewayQuotasTest.await(begun);

      assertThat(gateway.gateway().stop()).isEqualTo(1);
      assertThatThrownBy(() -> response.get(60, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
      goOn.countDown();
    }
  }

  @Test
  void anIdleGatewayStopsAtOnce() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(
            1000, 4000, 6000, 5000, Duration.ofSeconds(30), 4, 1 << 20, Duration.ofHours(1));
    try (TestGateway gateway = TestGateway.start(limits)) {
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(204);
      assertThat(gateway.gateway().stop()).isZero();
    }
  }

  private static HttpResponse<String> get(TestGateway gateway) {
    try {
      return gateway.get("/v1/datasets");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns once the gateway refuses new requests.
  private static void awaitRefusal(TestGateway gateway) throws Exception {
    while (gateway.get("/v1/nothing").statusCode() != 503) {
      Thread.onSpinWait();
    }
  }
}
