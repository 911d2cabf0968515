package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.JobWatch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Jobs in a process of its own: scheduled and asked for, by commands, and over the end of the
/// process that was doing them.
class UpJobsIT {
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;

  /// Takes seconds on any machine.
  private static final String SLOW =
      "SELECT max(md5(CAST(r.range AS VARCHAR))) AS digest, count(*) AS n"
          + " FROM readings, range(6000000) AS r";

  @TempDir private Path directory;

  private TarnProcess up() throws Exception {
    // Jobs are asked after without a pause.
    return TarnProcess.start(
        directory, "up", "--port", "0", "--lake", "lake", "--throttles", "none");
  }

  private static ApiClient client(TarnProcess up) throws Exception {
    return new ApiClient(URI.create(up.await("Tarn is up at (http\\S+)")));
  }

  private static ApiAnswer send(
      ApiClient client, int status, String method, String path, String type, String body)
      throws Exception {
    ApiAnswer answer = client.send(ApiCall.of(method, path, type, body.getBytes(UTF_8)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static void define(ApiClient client) throws Exception {
    var _ = send(client, 201, "PUT", "/v1/datasets/readings", "application/json", DEFINITION);
  }

  private static void ingest(ApiClient client, Instant time, int value) throws Exception {
    var _ =
        send(
            client,
            201,
            "POST",
            "/v1/datasets/readings/records",
            "application/x-ndjson",
            "{\"time\": \"%s\", \"value\": %d}\n".formatted(time, value));
  }

  private static ApiAnswer get(ApiClient client, String path) throws Exception {
    ApiAnswer answer = client.send(ApiCall.get(path));
    assertThat(answer.status()).as(path).isEqualTo(200);
    return answer;
  }

  /// The values in the files of a manifest, which are what it says.
  private static List<Integer> values(ApiClient client, JsonNode export) throws Exception {
    List<Integer> values = new ArrayList<>();
    JsonNode manifest = get(client, export.path("manifest").asText()).json();
    for (JsonNode part : manifest.path("parts")) {
      byte[] content = get(client, "/" + part.path("path").asText()).bytes();
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
          .isEqualTo(part.path("sha256").asText());
      for (String line : new String(content, UTF_8).lines().toList()) {
        values.add(new JsonMapper().readTree(line).path("value").asInt());
      }
    }
    return values;
  }

  private List<Path> files(String below) throws Exception {
    Path root = directory.resolve("lake").resolve(below);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private int tarn(String... arguments) throws Exception {
    try (TarnProcess command = TarnProcess.start(directory, arguments)) {
      int code = command.exitCode();
      lastOutput = command.output();
      return code;
    }
  }

  private String lastOutput = "";

  @Test
  @Timeout(180)
  void aScheduleExportsTheWindowsThatHavePassed() throws Exception {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    Instant start = hour.minus(2, ChronoUnit.HOURS);
    try (TarnProcess up = up();
        ApiClient client = client(up)) {
      define(client);
      ingest(client, start, 1);
      ingest(client, start.plusSeconds(3_599), 2);
      ingest(client, start.plusSeconds(3_600), 3);
      ingest(client, start.minusSeconds(1), 4);
      ingest(client, hour, 5);
      JsonNode schedule =
          send(
                  client,
                  201,
                  "PUT",
                  "/v1/datasets/readings/schedules/hourly",
                  "application/json",
                  """
                  {"every": "hour", "format": "ndjson", "compression": "none", "delay": "PT0S",
                   "from": "%s"}
                  """
                      .formatted(start))
              .json();

      JobWatch watch = new JobWatch(client);
      String first = "/v1/exports/" + schedule.at("/next/exportId").asText();
      assertThat(values(client, watch.await(first, status -> {}))).containsExactlyInAnyOrder(1, 2);
      while (get(client, "/v1/datasets/readings/exports").json().path("exports").size() < 2) {
        Thread.onSpinWait();
      }
      JsonNode exports = get(client, "/v1/datasets/readings/exports").json().path("exports");
      String second = "/v1/exports/" + exports.path(1).path("exportId").asText();
      assertThat(values(client, watch.await(second, status -> {}))).containsExactly(3);
      assertThat(get(client, "/exports/readings/hourly/latest.json").json().path("rows").asLong())
          .isEqualTo(1);
      up.terminate();
      assertThat(up.exitCode()).isZero();
    }
  }

  @Test
  @Timeout(180)
  void commandsCompactCheckAndExport() throws Exception {
    try (TarnProcess up = up();
        ApiClient client = client(up)) {
      define(client);
      List<String> expected = new ArrayList<>(List.of("time,value"));
      Instant time = Instant.parse("2026-01-31T12:00:00Z");
      for (int i = 0; i < 12; i++) {
        ingest(client, time.plusSeconds(i), i);
        expected.add(time.plusSeconds(i) + "," + i);
      }
      String url = client.base().toString();

      assertThat(tarn("compact", "readings", "--url", url)).as(lastOutput).isZero();
      assertThat(lastOutput).contains("12 files").contains("→ 1 file").contains("12 rows");
      assertThat(tarn("fsck", "--all", "--url", url)).as(lastOutput).isZero();
      assertThat(lastOutput).contains("1 file · 12 rows · 0 faults");
      assertThat(
              tarn(
                  "export",
                  "readings",
                  "--format",
                  "csv",
                  "--compression",
                  "none",
                  "-o",
                  "out",
                  "--url",
                  url))
          .as(lastOutput)
          .isZero();
      assertThat(Files.readAllLines(directory.resolve("out").resolve("part-0001.csv")))
          .containsExactlyInAnyOrderElementsOf(expected);

      for (Path file : files("tables/readings")) {
        if (file.toString().endsWith(".parquet")) {
          Files.delete(file);
        }
      }
      assertThat(tarn("fsck", "readings", "--url", url)).as(lastOutput).isEqualTo(1);
      assertThat(lastOutput).contains("✗ readings");
    }
  }

  @Test
  @Timeout(240)
  void aJobOfAProcessThatWasKilledGoesOnWithTheNext() throws Exception {
    String export;
    try (TarnProcess up = up();
        ApiClient client = client(up)) {
      define(client);
      ingest(client, Instant.parse("2026-01-31T12:00:00Z"), 1);
      export =
          "/v1/exports/"
              + send(
                      client,
                      202,
                      "POST",
                      "/v1/datasets/readings/exports",
                      "application/json",
                      "{\"format\": \"ndjson\", \"compression\": \"none\", \"sql\": \""
                          + SLOW
                          + "\"}")
                  .json()
                  .path("exportId")
                  .asText();
      String status = "queued";
      while (status.equals("queued")) {
        status = get(client, export).json().path("status").asText();
      }
      assertThat(status).isEqualTo("running");
    }
    assertThat(files("publish/exports")).isEmpty();

    // Longer than this test may take, the job is held by the process that is gone.
    try (TarnProcess again = up();
        ApiClient client = client(again)) {
      JsonNode done = new JobWatch(client).await(export, status -> {});

      assertThat(done.path("rows").asLong()).isEqualTo(1);
      assertThat(done.path("failedAttempts").asInt()).isEqualTo(1);
      JsonNode manifest = get(client, done.path("manifest").asText()).json();
      String content = get(client, "/" + manifest.at("/parts/0/path").asText()).text();
      assertThat(content).contains("\"n\":6000000");
      again.terminate();
      assertThat(again.exitCode()).isZero();
    }
    assertThat(files("publish/exports")).hasSize(3);
    assertThat(files("publish/staging")).isEmpty();
  }
}
