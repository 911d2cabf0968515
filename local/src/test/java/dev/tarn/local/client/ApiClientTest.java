package dev.tarn.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private static final int LOST = -1;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            int status = statuses.removeFirst();
            if (status != LOST) {
              exchange.sendResponseHeaders(status, 2);
              exchange.getResponseBody().write("{}".getBytes(UTF_8));
            }
          }
        });
    server.start();
    client =
        new ApiClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            Optional.empty(),
            Duration.ZERO);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void lostAnswersAndPassingFaultsAreTriedAgain() {
    statuses.addAll(List.of(503, LOST, 429, 201));
    assertThat(client.sendRepeatedly(post()).status()).isEqualTo(201);
    assertThat(bodies).containsExactly("body", "body", "body", "body");
  }

  @Test
  void refusalsAreNot() {
    statuses.addAll(List.of(422, 201));
    assertThat(client.sendRepeatedly(post()).status()).isEqualTo(422);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void theLastAttemptsAnswerCounts() {
    statuses.addAll(List.of(503, 503, 503, 503, 503, 201));
    assertThat(client.sendRepeatedly(post()).status()).isEqualTo(503);
    assertThat(bodies).hasSize(5);
  }

  @Test
  void whereEveryAnswerIsLostTheServerIsNamed() {
    statuses.addAll(List.of(LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST));
    assertThatThrownBy(() -> client.sendRepeatedly(post()))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("no answer from " + client.base());
  }

  private static ApiCall post() {
    return ApiCall.of("POST", "/", "text/plain", "body".getBytes(UTF_8));
  }
}
