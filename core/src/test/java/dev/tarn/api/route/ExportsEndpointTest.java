package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsEndpointTest {
  private static final String EXPORTS = "/v1/datasets/{dataset}/exports";
  private static final String EXPORT = "/v1/exports/{exportId}";
  private static final Map<String, String> READINGS = Map.of("dataset", "readings");

  @TempDir private Path directory;

  private ExportApi api;

  @BeforeEach
  void open() {
    api = new ExportApi(directory);
  }

  private ExportApi.Answered ask(String body) {
    return api.post(EXPORTS, READINGS, body);
  }

  private ExportApi.Answered askWithKey(String key, String body) {
    return api.send("POST " + EXPORTS, READINGS, Map.of(), Map.of("Idempotency-Key", key), body);
  }

  private JsonNode export(String id) {
    ExportApi.Answered answer = api.get(EXPORT, Map.of("exportId", id), Map.of());
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  private static String id(ExportApi.Answered answer) {
    return answer.body().path("exportId").asText();
  }

  @Test
  void anExportIsQueuedAndThenToldWithItsManifest() {
    api.lake.ingest("{\"id\": 1, \"time\": \"2026-01-01T00:00:00Z\"}\n");

    ExportApi.Answered answer = ask("{\"name\": \"daily\", \"format\": \"ndjson\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.headers().path("location").asText()).isEqualTo("/v1/exports/" + id(answer));
    JsonNode queued = export(id(answer));
    assertThat(queued.path("status").asText()).isEqualTo("queued");
    assertThat(queued.path("compression").asText()).isEqualTo("gzip");
    assertThat(queued.path("mode").asText()).isEqualTo("full");

    api.worker.work();

    JsonNode done = export(id(answer));
    assertThat(done.path("status").asText()).isEqualTo("succeeded");
    assertThat(done.path("rows").asLong()).isEqualTo(1);
    assertThat(done.path("version").asLong()).isEqualTo(1);
    assertThat(done.path("manifest").asText())
        .startsWith("https://files.example/exports/readings/daily/")
        .endsWith("/manifest.json");
  }

  @Test
  void boundsMakeAWindow() {
    JsonNode export =
        export(
            id(
                ask(
                    """
                    {"from": "2026-01-31T01:00:00+01:00", "to": "2026-02-01T00:00:00Z"}
                    """)));

    assertThat(export.path("mode").asText()).isEqualTo("window");
    assertThat(export.path("window").path("from").asText()).isEqualTo("2026-01-31T00:00:00Z");
    assertThat(export.path("window").path("to").asText()).isEqualTo("2026-02-01T00:00:00Z");
    assertThat(export.path("format").asText()).isEqualTo("parquet");
    assertThat(export.path("compression").asText()).isEqualTo("zstd");
  }

  @Test
  void noBodyAsksForAllRecords() {
    assertThat(ask("").status()).isEqualTo(202);
  }

  @Test
  void eachRequestIsAnExportOfItsOwn() {
    assertThat(id(ask("{}"))).isNotEqualTo(id(ask("{}")));
  }

  @Test
  void aKeyAsksForOneExportHoweverOften() {
    ExportApi.Answered first = askWithKey("a b".replace(' ', '-'), "{\"format\": \"csv\"}");
    api.lake.clock.pass(Duration.ofHours(1));
    ExportApi.Answered second = askWithKey("a-b", "{\"format\": \"csv\"}");
    ExportApi.Answered other = askWithKey("a-b", "{\"format\": \"avro\"}");

    assertThat(second.status()).isEqualTo(202);
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().path("type").asText()).endsWith(":idempotency-key-reused");
    assertThat(api.get(EXPORTS, READINGS, Map.of()).body().path("exports")).hasSize(1);
  }

  @Test
  void aKeyMayComeAgainAfterItsExportIsDone() {
    ExportApi.Answered first = askWithKey("k", "{}");
    api.worker.work();
    ExportApi.Answered second = askWithKey("k", "{}");
    api.worker.work();

    assertThat(id(second)).isEqualTo(id(first));
    assertThat(export(id(first)).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.lake.metrics.sum("Exports")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "é", ""})
  void aKeyThatIsNoneIsRefused(String key) {
    assertThat(askWithKey(key, "{}").status()).isEqualTo(400);
    assertThat(askWithKey("x".repeat(201), "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /name        | {"name": "../up"}
          /name        | {"name": 1}
          /name        | {"name": ""}
          /format      | {"format": "xlsx"}
          /format      | {"format": null}
          /compression | {"compression": "lz4"}
          /from        | {"from": "yesterday"}
          /from        | {"from": "2026-01-01"}
          /to          | {"from": "2026-01-02T00:00:00Z", "to": "2026-01-02T00:00:00Z"}
          /sql         | {"sql": " "}
          /a~1b        | {"a/b": 1}
          """)
  void aFieldThatDoesNotFitIsNamed(String pointer, String body) {
    ExportApi.Answered answer = ask(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("pointer").asText()).isEqualTo(pointer);
    assertThat(answer.body().path("detail").asText()).isNotBlank();
    assertThat(api.get(EXPORTS, READINGS, Map.of()).body().path("exports")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "\"text\"", "{} {}", "{\"name\": \"a\", \"name\": \"b\"}"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertThat(ask(body).status()).isEqualTo(400);
  }

  @Test
  void anotherTypeOfBodyIsRefused() {
    assertThat(
            api.send(
                    "POST " + EXPORTS, READINGS, Map.of(), Map.of("content-type", "text/csv"), "{}")
                .status())
        .isEqualTo(415);
  }

  @Test
  void aScheduleKeepsItsName() {
    assertThat(
            api.put(
                    "/v1/datasets/{dataset}/schedules/{name}",
                    Map.of("dataset", "readings", "name", "daily"),
                    "{\"every\": \"day\"}")
                .status())
        .isEqualTo(201);

    ExportApi.Answered answer = ask("{\"name\": \"daily\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("pointer").asText()).isEqualTo("/name");
  }

  @Test
  void whatIsNotThereIsUnknown() {
    assertThat(api.post(EXPORTS, Map.of("dataset", "others"), "{}").status()).isEqualTo(404);
    assertThat(api.get(EXPORTS, Map.of("dataset", "others"), Map.of()).status()).isEqualTo(404);
    for (String id :
        List.of(
            "readings.export.daily.2026-01-01",
            "readings.audit.x",
            "nonsense",
            "../../x",
            "a".repeat(5_000))) {
      ExportApi.Answered answer = api.get(EXPORT, Map.of("exportId", id), Map.of());
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body().path("type").asText()).endsWith(":unknown-export");
    }
  }

  @Test
  void aJobOfAnotherKindIsNoExport() {
    ExportApi.Answered started =
        api.post("/v1/datasets/{dataset}/maintenance", READINGS, "{\"tasks\": [\"audit\"]}");
    String job = started.body().path("jobs").path(0).path("jobId").asText();

    assertThat(api.get(EXPORT, Map.of("exportId", job), Map.of()).status()).isEqualTo(404);
  }

  @Test
  void exportsAreListedInPages() {
    for (String name : List.of("c", "a", "b", "a-b", "d")) {
      assertThat(ask("{\"name\": \"" + name + "\"}").status()).isEqualTo(202);
    }

    List<String> names = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page =
          api.get(
                  EXPORTS,
                  READINGS,
                  after.isEmpty() ? Map.of("limit", "2") : Map.of("limit", "2", "after", after))
              .body();
      assertThat(page.path("exports").size()).isLessThanOrEqualTo(2);
      page.path("exports").forEach(export -> names.add(export.path("name").asText()));
      after = page.path("next").asText("");
      pages++;
    } while (!after.isEmpty() && pages < 10);

    assertThat(names).containsExactlyInAnyOrder("a", "a-b", "b", "c", "d");
    assertThat(pages).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"limit, 0", "limit, 1001", "limit, x", "after, nonsense", "before, 1"})
  void aParameterThatDoesNotFitIsNamed(String name, String value) {
    ExportApi.Answered answer = api.get(EXPORTS, READINGS, Map.of(name, value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).contains(name);
  }
}
