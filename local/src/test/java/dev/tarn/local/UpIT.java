package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;
  private static final String RECORD = "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 1}\n";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void askedToEndItAnswersTheRequestInFlightAndEndsWithZero() throws Exception {
    try (TarnProcess up = up()) {
      URI url = URI.create(up.await("Tarn is up at (http\\S+)"));
      assertThat(send(url, "PUT", "/v1/datasets/readings", DEFINITION).statusCode()).isEqualTo(201);

      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /v1/datasets/readings/records HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-ndjson\r\nContent-Length: "
                    + RECORD.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + RECORD.substring(0, 10))
                .getBytes(UTF_8));
        out.flush();
        awaitInFlight(url);
        up.terminate();
        awaitRefusal(url);
        assertThat(up.isAlive()).isTrue();
        out.write(RECORD.substring(10).getBytes(UTF_8));
        out.flush();

        assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
            .startsWith("HTTP/1.1 201 ")
            .contains("\"accepted\":1");
      }
      assertThat(up.exitCode()).isZero();
      assertThat(up.output()).contains("Stopped.");
    }

    try (TarnProcess again = up()) {
      URI url = URI.create(again.await("Tarn is up at (http\\S+)"));
      assertThat(
              send(url, "POST", "/v1/query", "{\"sql\": \"SELECT sum(value) AS s FROM readings\"}")
                  .body())
          .contains("[[1]]");
      again.terminate();
      assertThat(again.exitCode()).isZero();
    }
  }

  @Test
  void aRouteTakesNoMoreThanItsThrottle() throws Exception {
    Path throttles =
        Files.writeString(
            directory.resolve("throttles.json"),
            """
            {"ingest": {"rate": 1, "burst": 1}, "query": {"rate": 1, "burst": 1},
             "export": {"rate": 1, "burst": 1}, "open": {"rate": 1, "burst": 1}}
            """);
    try (TarnProcess up =
        TarnProcess.start(
            directory,
            "up",
            "--port",
            "0",
            "--lake",
            "lake",
            "--throttles",
            throttles.toString())) {
      URI url = URI.create(up.await("Tarn is up at (http\\S+)"));
      HttpResponse<String> answer = send(url, "GET", "/v1/health", "");
      assertThat(answer.statusCode()).isEqualTo(200);
      for (int i = 0; i < 100 && answer.statusCode() == 200; i++) {
        answer = send(url, "GET", "/v1/health", "");
      }

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
    }
  }

  private TarnProcess up() throws Exception {
    return TarnProcess.start(directory, "up", "--port", "0", "--lake", "lake");
  }

  private HttpResponse<String> send(URI url, String method, String path, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(url.resolve(path))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /// The half-sent request is on its way before this one, and the gateway takes requests in the
  /// order of their arrival.
  private void awaitInFlight(URI url) throws Exception {
    for (int i = 0; i < 20; i++) {
      send(url, "GET", "/v1/nothing", "");
    }
  }

  private void awaitRefusal(URI url) throws Exception {
    while (send(url, "GET", "/v1/nothing", "").statusCode() != 503) {
      Thread.onSpinWait();
    }
  }
}
