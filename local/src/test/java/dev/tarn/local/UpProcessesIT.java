package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.JobWatch;
import dev.tarn.store.s3.S3ProxyServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The backend with each function in processes of its own, over an S3 server, through HTTP.
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class UpProcessesIT {
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;

  @TempDir private Path directory;

  private static ApiAnswer send(
      ApiClient client, int status, String method, String path, String type, String body)
      throws Exception {
    ApiAnswer answer = client.send(ApiCall.of(method, path, type, body.getBytes(UTF_8)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  @Test
  void definesIngestsQueriesExportsAndCompacts() throws Exception {
    List<ProcessHandle> functions;
    try (S3ProxyServer server = S3ProxyServer.start();
        TarnProcess up = up(server);
        ApiClient client = new ApiClient(URI.create(up.await("Tarn is up at (http\\S+)")))) {
      send(client, 201, "PUT", "/v1/datasets/readings", "application/json", DEFINITION);
      for (int i = 0; i < 12; i++) {
        send(
            client,
            201,
            "POST",
            "/v1/datasets/readings/records",
            "application/x-ndjson",
            "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": %d}\n".formatted(i));
      }
      assertThat(sum(client)).isEqualTo("[[66]]");

      upload(client);
      assertThat(sum(client)).isEqualTo("[[166]]");

      JobWatch watch = new JobWatch(client);
      String export =
          send(
                  client,
                  202,
                  "POST",
                  "/v1/datasets/readings/exports",
                  "application/json",
                  "{\"format\": \"ndjson\", \"compression\": \"none\"}")
              .json()
              .path("exportId")
              .asText();
      JsonNode done = watch.await("/v1/exports/" + export, status -> {});
      JsonNode manifest = client.send(ApiCall.get(done.path("manifest").asText())).json();
      String part = "/" + manifest.at("/parts/0/path").asText();
      assertThat(client.send(ApiCall.get(part)).text().lines()).hasSize(13);

      String compaction =
          send(
                  client,
                  202,
                  "POST",
                  "/v1/datasets/readings/maintenance",
                  "application/json",
                  "{\"tasks\": [\"compact\"]}")
              .json()
              .at("/jobs/0/jobId")
              .asText();
      var _ = watch.await("/v1/jobs/" + compaction, status -> {});
      assertThat(client.send(ApiCall.get("/v1/datasets/readings")).json().path("files").asLong())
          .isEqualTo(1);
      assertThat(sum(client)).isEqualTo("[[166]]");
      assertThat(client.send(ApiCall.get("/v1/metrics")).text())
          .contains("\"ingest\"", "\"query\"", "\"export\"");

      functions = up.children();
      assertThat(functions).hasSizeGreaterThanOrEqualTo(3);
      up.terminate();
      assertThat(up.exitCode()).as(up.output()).isZero();
    }
    assertThat(functions).noneMatch(ProcessHandle::isAlive);
  }

  /// The store's server takes the file, and tells nobody of it.
  private void upload(ApiClient client) throws Exception {
    ApiAnswer created =
        send(
            client,
            201,
            "POST",
            "/v1/datasets/readings/uploads",
            "application/json",
            "{\"contentType\": \"text/csv\"}");
    Path file =
        Files.writeString(
            directory.resolve("readings.csv"), "time,value\n2026-01-31T12:00:00Z,100\n");
    URI link = URI.create(created.json().path("url").asText());
    assertThat(link.getAuthority()).isNotEqualTo(client.base().getAuthority());
    assertThat(client.putRepeatedly(link, file, sent -> {}).status()).isEqualTo(200);
    JsonNode receipt;
    do {
      receipt = client.send(ApiCall.get(created.header("location").orElseThrow())).json();
    } while (receipt.path("status").asText().equals("pending"));
    assertThat(receipt.path("status").asText()).as(receipt.toString()).isEqualTo("committed");
  }

  @Test
  void aLakeInADirectoryIsRefusedWithWhatWouldBeRight() throws Exception {
    try (TarnProcess up =
        TarnProcess.start(
            directory, "up", "--port", "0", "--lake", "lake", "--functions", "process")) {
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.output())
          .contains("--functions process needs a lake in a bucket")
          .contains("--store s3://BUCKET");
    }
  }

  private static String sum(ApiClient client) throws Exception {
    return send(
            client,
            200,
            "POST",
            "/v1/query",
            "application/json",
            "{\"sql\": \"SELECT sum(value) FROM readings\"}")
        .json()
        .path("rows")
        .toString();
  }

  private TarnProcess up(S3ProxyServer server) throws Exception {
    return TarnProcess.start(
        directory,
        Map.of(
            "AWS_ACCESS_KEY_ID", server.credentials().accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", server.credentials().secretAccessKey()),
        "up",
        "--port",
        "0",
        "--functions",
        "process",
        // Jobs are asked after without a pause.
        "--throttles",
        "none",
        "--store",
        "s3://" + server.createBucket(),
        "--endpoint",
        server.endpoint().toString());
  }
}
