package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.file.FileStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The route over a store whose links lead to where the API is served.
class UploadsEndpointTest {
  private static final DatasetName READINGS = new DatasetName("readings");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SignedLinks links = SignedLinks.withRandomSecret(URI.create("/objects/"), clock);
  private final FileStore store;
  private final UploadsEndpoint endpoint;

  UploadsEndpointTest(@TempDir Path directory) {
    store = FileStore.open(directory.resolve("lake"), clock, links);
    Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(
                    READINGS,
                    """
                    {"eventTime": "time", "schema": {"type": "record", "name": "R", "fields": [
                      {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}}
                    """
                        .getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
    endpoint = new UploadsEndpoint(new Uploads(tables, new StoredJobs(store), store, clock));
  }

  private ApiResponse opened(Map<String, String> headers, String body) {
    return endpoint.handle(
        new ApiRequest(
            "r",
            Operation.POST_UPLOAD,
            Principal.withoutToken(),
            Map.of("dataset", "readings"),
            Map.of(),
            headers,
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String url(ApiResponse answer) {
    return JsonDocument.object(answer.body()).path("url").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080,http,http://127.0.0.1:8080/objects/",
    "[::1]:8080,http,http://[::1]:8080/objects/",
    "lake.example.com,https,https://lake.example.com/objects/",
    "lake.example.com,,https://lake.example.com/objects/",
    "lake.example.com,gopher,https://lake.example.com/objects/"
  })
  void aLinkLeadsToWhereTheRequestCameTo(String host, String scheme, String expected) {
    ApiResponse answer =
        opened(
            scheme == null
                ? Map.of("host", host)
                : Map.of("host", host, "x-forwarded-proto", scheme),
            "{\"contentType\": \"text/csv\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(url(answer)).startsWith(expected);
    String id = JsonDocument.object(answer.body()).path("uploadId").asText();
    assertThat(links.verifyPut(URI.create(url(answer))))
        .contains(new ObjectKey("uploads/readings/" + id));
    clock.pass(Duration.ofMinutes(61));
    assertThat(links.verifyPut(URI.create(url(answer)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "x/y", "[", "a@b", "a:b:c", "a?b", "[::1"})
  void aHostThatIsNoneIsNotBelieved(String host) {
    assertThat(url(opened(Map.of("host", host), "{\"contentType\": \"text/csv\"}")))
        .startsWith("/objects/");
  }

  @Test
  void aParquetFileComesAsItIs() {
    String parquet = "{\"contentType\": \"application/vnd.apache.parquet\"";

    assertThat(opened(Map.of(), parquet + "}").status()).isEqualTo(201);
    assertThat(opened(Map.of(), parquet + ", \"contentEncoding\": \"identity\"}").status())
        .isEqualTo(201);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> opened(Map.of(), parquet + ", \"contentEncoding\": \"gzip\"}"))
        .satisfies(e -> {
          assertThat(e.problem()).isInstanceOf(Problem.UnsupportedMediaType.class);
          assertThat(e.problem().detail())
              .contains("contentEncoding 'gzip'", "identity", "compresses its pages itself");
        });
  }

  @Test
  void whatIsUploadedIsKeptWithTheJob() {
    ApiResponse answer =
        opened(
            Map.of(),
            "{\"contentType\": \"Text/CSV; charset=\\\"ISO-8859-1\\\"\", \"contentEncoding\":"
                + " \"GZIP\", \"onInvalid\": \"quarantine\"}");
    String id = JsonDocument.object(answer.body()).path("uploadId").asText();
    String request =
        new StoredJobs(store)
            .find(new JobId(READINGS, JobKind.UPLOAD, id))
            .orElseThrow()
            .job()
            .request();
    assertThat(request)
        .isEqualTo(
            "{\"contentType\":\"text/csv\",\"contentEncoding\":\"gzip\",\"charset\":\"ISO-8859-1\","
                + "\"onInvalid\":\"quarantine\",\"writer\":{\"subject\":\"\",\"allRows\":true,"
                + "\"claims\":{}}}");
  }
}
