package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.export.job.ExportLake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports, schedules and jobs of callers who may see some datasets and some rows.
class ExportAccessTest {
  private static final Map<String, String> READINGS = Map.of("dataset", "readings");
  private static final Map<String, String> HOURLY = Map.of("dataset", "readings", "name", "hourly");
  private static final String ALL_EXPORTS = "/v1/datasets/{dataset}/exports";
  private static final String SCHEDULE = "/v1/datasets/{dataset}/schedules/{name}";

  @TempDir Path directory;
  private ExportApi api;

  @BeforeEach
  void open() {
    api = new ExportApi(directory);
    api.lake.ingest("{\"id\": 1, \"time\": \"2026-01-01T00:00:00Z\"}\n");
  }

  @Test
  void exportsOfADatasetThatIsNotGrantedAreUnknown() {
    String id = start(claims("readings:r", "north")).body().path("exportId").asText();
    Map<String, String> stranger = claims("other:rw", "*");

    ExportApi.Answered hidden =
        api.sendAs(stranger, "GET /v1/exports/{exportId}", Map.of("exportId", id), "");
    ExportApi.Answered unknown =
        api.sendAs(
            stranger, "GET /v1/exports/{exportId}", Map.of("exportId", id.replace("key", "k")), "");

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.body().path("detail").asText())
        .isEqualTo(unknown.body().path("detail").asText());
    assertThat(api.sendAs(stranger, "GET " + ALL_EXPORTS, READINGS, "").status()).isEqualTo(404);
    assertThat(api.sendAs(stranger, "GET /v1/jobs/{jobId}", Map.of("jobId", id), "").status())
        .isEqualTo(404);
    assertThat(
            api.sendAs(claims("readings:r", "*"), "GET /v1/jobs/{jobId}", Map.of("jobId", id), "")
                .status())
        .isEqualTo(403);
    assertThat(
            api.sendAs(claims("readings:rw", "*"), "GET /v1/jobs/{jobId}", Map.of("jobId", id), "")
                .status())
        .isEqualTo(200);
  }

  @Test
  void exportsOfADatasetWithRowAccessNeedAllRows() {
    restrict();
    for (Map<String, String> some :
        List.of(claims("*", "north"), claims("readings:r", ""), claims("*", "[a b]"))) {
      assertThat(start(some).status()).isEqualTo(403);
      assertThat(start(some).body().path("detail").asText()).contains("'team'", "'*'");
      assertThat(api.sendAs(some, "GET " + ALL_EXPORTS, READINGS, "").status()).isEqualTo(403);
      assertThat(api.sendAs(some, "PUT " + SCHEDULE, HOURLY, "{\"every\": \"hour\"}").status())
          .isEqualTo(403);
    }
    assertThat(start(claims("readings:r", "*")).status()).isEqualTo(202);
    assertThat(
            api.sendAs(claims("*", "*"), "PUT " + SCHEDULE, HOURLY, "{\"every\": \"hour\"}")
                .status())
        .isEqualTo(201);
    assertThat(api.sendAs(claims("*", "north"), "GET " + SCHEDULE, HOURLY, "").status())
        .isEqualTo(403);
    assertThat(api.sendAs(claims("*", "north"), "DELETE " + SCHEDULE, HOURLY, "").status())
        .isEqualTo(403);
  }

  @Test
  void anExportFailsIfRowAccessCameAfterItWasAskedFor() {
    String some = start(claims("readings:r", "north")).body().path("exportId").asText();
    String all = start(claims("readings:r", "*")).body().path("exportId").asText();
    restrict();

    api.worker.work();

    assertThat(told(some).path("status").asText()).isEqualTo("failed");
    assertThat(told(some).at("/problem/type").asText()).endsWith(":forbidden");
    assertThat(told(all).path("status").asText()).isEqualTo("succeeded");
    assertThat(told(all).toString()).doesNotContain("creator", "subject");
  }

  @Test
  void aScheduleKeepsItsCreatorAndDoesNotTell() {
    ExportApi.Answered put =
        api.sendAs(claims("readings:r", "*"), "PUT " + SCHEDULE, HOURLY, "{\"every\": \"hour\"}");

    assertThat(put.status()).isEqualTo(201);
    assertThat(put.body().has("creator")).isFalse();
    Principal creator =
        api.worker.schedules.list(ExportLake.READINGS).getFirst().schedule().creator();
    assertThat(creator.subject()).isEqualTo("someone");
    assertThat(creator.datasets().texts()).containsExactly("readings:r");
    assertThat(creator.claims().keySet()).containsExactly("team");
    assertThat(creator.rows()).isEqualTo(Principal.Rows.WHOLE_OR_REFUSED);
  }

  @Test
  void metricsAreOfTheDatasetsThatMayBeSeen() {
    JsonNode some =
        api.sendAs(claims("other:r", "*"), "GET /v1/metrics", Map.of(), "").body().path("series");
    JsonNode all =
        api.sendAs(claims("*", "*"), "GET /v1/metrics", Map.of(), "").body().path("series");

    assertThat(some).isEmpty();
    assertThat(all.toString()).contains("readings");
  }

  private ExportApi.Answered start(Map<String, String> claims) {
    return api.sendAs(claims, "POST " + ALL_EXPORTS, READINGS, "{\"format\": \"ndjson\"}");
  }

  private JsonNode told(String id) {
    return api.sendAs(claims("*", "*"), "GET /v1/exports/{exportId}", Map.of("exportId", id), "")
        .body();
  }

  private static Map<String, String> claims(String datasets, String team) {
    return Map.of("sub", "someone", "scope", "export admin", "datasets", datasets, "team", team);
  }

  private void restrict() {
    byte[] definition =
        """
        {"eventTime": "time", "rowAccess": {"column": "team", "claim": "team"},
         "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "id", "type": "int"},
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "team", "type": ["null", "string"], "default": null}]}}
        """
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(api.lake.tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(ExportLake.READINGS, definition),
                Optional.empty());
  }
}
