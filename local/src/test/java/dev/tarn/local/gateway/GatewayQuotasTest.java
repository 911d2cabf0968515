package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayQuotasTest {
  @Test
  void theStandardQuotasAreThoseOfAws() {
    GatewayLimits limits = GatewayLimits.standard();
    assertThat(limits.requestBytes()).isEqualTo(10_485_760);
    assertThat(limits.headerBytes()).isEqualTo(10_240);
    assertThat(limits.eventBytes()).isEqualTo(6_291_556);
    assertThat(limits.answerBytes()).isEqualTo(6_291_556);
    assertThat(limits.integrationTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aDeclaredBodyOverTheLimitIsRefusedBeforeItIsSent() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      String head =
          gateway.raw(
              "POST /v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000001\r\n\r\n");
      assertThat(head).startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefusedOnceItIs() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> response =
          gateway.send(
              gateway
                  .request("/v1/query")
                  .POST(
                      BodyPublishers.ofInputStream(
                          () -> new ByteArrayInputStream(new byte[1_000_001]))));

      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(response.body()).contains("payload-too-large").contains("1000000 bytes");
      assertThat(gateway.query.events()).isEmpty();
    }
  }

  @Test
  void anUnendingBodyIsCutOff() throws Exception {
    try (TestGateway gateway = TestGateway.start();
        Socket socket = gateway.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                byte[] chunk =
                    ("10000\r\n" + " ".repeat(65536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                try {
                  while (true) {
                    out.write(chunk);
                  }
                } catch (IOException e) {
                  // the end that the test waits for
                }
              });
      assertThat(TestGateway.head(socket)).startsWith("HTTP/1.1 413 ");
      assertThat(sender.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  @Test
  void aBodyThatOnlyAsBase64IsTooLargeForAFunctionIsRefused() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> text =
          gateway.send(
              gateway
                  .request("/v1/query")
                  .header("content-type", "text/plain")
                  .POST(BodyPublishers.ofString(" ".repeat(500_000))));
      HttpResponse<String> binary =
          gateway.send(
              gateway.request("/v1/query").POST(BodyPublishers.ofString(" ".repeat(500_000))));

      assertThat(text.statusCode()).isEqualTo(204);
      assertThat(binary.statusCode()).isEqualTo(413);
      assertThat(binary.body()).contains("500000 bytes").contains("600000");
    }
  }

  @Test
  void textThatGrowsByItsEscapesIsRefusedToo() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> response =
          gateway.send(
              gateway
                  .request("/v1/query")
                  .header("content-type", "text/plain")
                  .POST(BodyPublishers.ofString("\"".repeat(400_000))));
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(gateway.query.events()).isEmpty();
    }
  }

  @Test
  void aHeadOverTheLimitIsRefused() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      HttpResponse<String> response =
          gateway.send(gateway.request("/v1/datasets").header("x-long", "x".repeat(4_000)).GET());
      assertThat(response.statusCode()).isEqualTo(431);
      assertThat(gateway.get("/v1/datasets?" + "q".repeat(4_000)).statusCode()).isEqualTo(431);
      assertThat(gateway.query.events()).isEmpty();
    }
  }

  @Test
  void anAnswerOverTheLimitIsA500() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.query.answers("{\"statusCode\": 200, \"body\": \"" + "x".repeat(5_000) + "\"}");
      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(500);
      assertThat(gateway.served().getFirst().failure().orElseThrow())
          .hasMessageContaining("over the 5000");
    }
  }

  @Test
  void aFunctionOutOfTimeIsA503AndGoesOnToItsEnd() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(
            1000, 4000, 6000, 5000, Duration.ofMillis(50), 4, 1 << 20, Duration.ofSeconds(10));
    try (TestGateway gateway = TestGateway.start(limits)) {
      CountDownLatch answered = new CountDownLatch(1);
      CountDownLatch ended = new CountDownLatch(1);
      gateway.query.behaves((event, context) -> {
        await(answered);
        ended.countDown();
        return FakeFunction.EMPTY_204;
      });
      HttpResponse<String> response = gateway.get("/v1/datasets");
      answered.countDown();

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
      await(ended);
    }
  }

  @Test
  void anInvocationWithoutAPlaceIsOutOfTimeToo() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(
            1000, 4000, 6000, 5000, Duration.ofMillis(200), 1, 1 << 20, Duration.ofSeconds(10));
    try (TestGateway gateway = TestGateway.start(limits)) {
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      gateway.query.behaves((event, context) -> {
        busy.countDown();
        await(done);
        return FakeFunction.EMPTY_204;
      });
      gateway.get("/v1/datasets");
      await(busy);

      assertThat(gateway.get("/v1/datasets").statusCode()).isEqualTo(503);
      assertThat(gateway.query.events()).hasSize(1);
      done.countDown();
    }
  }

  @Test
  void bodiesHeldByOthersLeaveNoRoomAndComeFree() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(
            1_000_000,
            4000,
            1_000_000,
            5000,
            Duration.ofSeconds(30),
            4,
            2L * BufferBudget.BLOCK,
            Duration.ofSeconds(10));
    try (TestGateway gateway = TestGateway.start(limits)) {
      CountDownLatch holding = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      gateway.ingest.behaves((event, context) -> {
        holding.countDown();
        await(release);
        return FakeFunction.EMPTY_204;
      });
      Thread holder =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  gateway.send(
                      gateway
                          .request("/v1/datasets/x/records")
                          .POST(BodyPublishers.ofByteArray(new byte[100_000])));
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await(holding);
      HttpResponse<String> refused =
          gateway.send(gateway.request("/v1/query").POST(BodyPublishers.ofString("x")));
      release.countDown();
      assertThat(holder.join(Duration.ofSeconds(60))).isTrue();

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).contains("1");
      assertThat(
              gateway
                  .send(gateway.request("/v1/query").POST(BodyPublishers.ofString("x")))
                  .statusCode())
          .isEqualTo(204);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
