package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.s3.S3ProxyServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The backend over an S3 server, in a process of its own, through HTTP.
class OverS3IT {
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;
  private static final String RECORDS =
      """
      {"time": "2026-01-31T12:00:00Z", "value": 1}
      {"time": "2026-02-01T12:00:00Z", "value": 2}
      """;

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void whatOneProcessWroteTheNextOneReads() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start()) {
      String lake = "s3://" + server.createBucket() + "/some/prefix";
      try (TarnProcess up = up(server, lake)) {
        URI url = URI.create(up.await("Tarn is up at (http\\S+)"));
        assertThat(send(url, "PUT", "/v1/datasets/readings", DEFINITION).statusCode())
            .isEqualTo(201);
        assertThat(send(url, "POST", "/v1/datasets/readings/records", RECORDS).statusCode())
            .isEqualTo(201);
      }
      try (TarnProcess again = up(server, lake)) {
        URI url = URI.create(again.await("Tarn is up at (http\\S+)"));
        HttpResponse<String> repeated = send(url, "POST", "/v1/datasets/readings/records", RECORDS);
        HttpResponse<String> answer =
            send(url, "POST", "/v1/query", "{\"sql\": \"SELECT sum(value) FROM readings\"}");

        assertThat(repeated.statusCode()).isEqualTo(201);
        assertThat(repeated.headers().firstValue("x-tarn-replayed")).contains("true");
        assertThat(answer.body()).contains("[[3]]");
      }
    }
  }

  /// S3 tells nobody here of files, so the gateway takes them.
  @Test
  void whatIsUploadedGoesThroughTheGatewayIntoTheBucket() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start();
        TarnProcess up = up(server, "s3://" + server.createBucket() + "/some/prefix")) {
      URI url = URI.create(up.await("Tarn is up at (http\\S+)"));
      assertThat(send(url, "PUT", "/v1/datasets/readings", DEFINITION).statusCode()).isEqualTo(201);
      Path file = Files.writeString(directory.resolve("readings.ndjson"), RECORDS);
      try (TarnProcess upload =
          TarnProcess.start(
              directory, "upload", "readings", file.toString(), "--url", url.toString())) {
        assertThat(upload.exitCode()).as(upload.output()).isZero();
        assertThat(upload.output()).contains("2 records · ");
      }
      assertThat(
              send(url, "POST", "/v1/query", "{\"sql\": \"SELECT sum(value) FROM readings\"}")
                  .body())
          .contains("[[3]]");
    }
  }

  private TarnProcess up(S3ProxyServer server, String lake) throws Exception {
    return TarnProcess.start(
        directory,
        Map.of(
            "AWS_ACCESS_KEY_ID", server.credentials().accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", server.credentials().secretAccessKey()),
        "up",
        "--port",
        "0",
        "--store",
        lake,
        "--endpoint",
        server.endpoint().toString());
  }

  private HttpResponse<String> send(URI url, String method, String path, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(url.resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .header(
                "content-type",
                path.endsWith("/records") ? "application/x-ndjson" : "application/json")
            .header("idempotency-key", "once")
            .build(),
        BodyHandlers.ofString());
  }
}
