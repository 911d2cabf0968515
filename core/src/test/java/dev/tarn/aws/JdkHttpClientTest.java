package dev.tarn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class JdkHttpClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HttpServer server;
  private URI endpoint;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theFirstRequestWaitsForTheClient() throws IOException {
    try (JdkHttpClient client = new JdkHttpClient(PATIENCE, PATIENCE)) {
      assertThat(answer(client, endpoint).httpResponse().statusCode()).isEqualTo(204);
    }
  }

  @Test
  void nothingIsSentInClearToAServerThatShouldHaveTls() {
    URI secure = URI.create(endpoint.toString().replace("http:", "https:"));

    // The server waits for the rest of what it takes for a request.
    try (JdkHttpClient client = new JdkHttpClient(PATIENCE, Duration.ofSeconds(1))) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> answer(client, secure));
    }
  }

  private static HttpExecuteResponse answer(JdkHttpClient client, URI uri) throws IOException {
    return client
        .prepareRequest(
            HttpExecuteRequest.builder()
                .request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build())
                .build())
        .call();
  }
}
