package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import dev.tarn.local.description.Answers.Request;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the routes of exports and schedules answer, and what exports publish, compared with what
/// the description says.
class ServedExportsTest {
  private static final String DAILY = "{\"every\":\"day\",\"from\":\"2018-01-31T12:00:00Z\"}";

  private final ManualClock clock = new ManualClock(Instant.parse("2018-02-03T00:00:00Z"));
  private final ApiDescription description;

  @TempDir private Path scratch;
  private ServedLake lake;
  private Answers answers;

  ServedExportsTest() throws IOException {
    this.description = ApiDescription.read();
  }

  @BeforeEach
  void serve() {
    lake = new ServedLake(scratch, clock);
    answers = new Answers(lake, description);
    answers.answered(201, Request.of(Operation.PUT_DATASET).body(ServedAnswersTest.DEFINITION));
    post("first");
  }

  private void post(String key) {
    answers.answered(
        201,
        Request.of(Operation.POST_RECORDS)
            .body(ServedAnswersTest.RECORDS)
            .header("content-type", "application/x-ndjson")
            .header("idempotency-key", key));
  }

  @Test
  void anExportIsToldAsDescribedInEachOfItsStates() {
    String id = start("{\"name\":\"once\",\"format\":\"csv\",\"from\":\"2018-02-01T00:00:00Z\"}");

    assertThat(export(id).path("status").asText()).isEqualTo("queued");
    lake.jobs().take(id);
    assertThat(export(id).path("status").asText()).isEqualTo("running");
    clock.pass(Duration.ofMinutes(20));
    lake.jobs().runDue();
    JsonNode done = export(id);
    assertThat(done.path("status").asText()).isEqualTo("succeeded");
    assertThat(done.path("rows").asLong()).isEqualTo(1);

    String refused = start("{\"sql\":\"SELECT CAST(net AS INTEGER) AS number FROM quakes\"}");
    lake.jobs().runDue();
    JsonNode failed = export(refused);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.at("/problem/type").asText()).isEqualTo("urn:tarn:problem:sql-refused");
  }

  @Test
  void whatIsPublishedIsAsDescribed() {
    for (String format : List.of("parquet", "csv", "ndjson", "avro")) {
      for (String compression : List.of("zstd", "gzip", "none")) {
        String name = format + "-" + compression;
        String id =
            start(
                """
                {"name": "%s", "format": "%s", "compression": "%s",
                 "sql": "SELECT net, max(magnitude) AS most FROM quakes GROUP BY net"}
                """
                    .formatted(name, format, compression));
        lake.jobs().runDue();

        String path = export(id).path("manifest").asText().substring(1);
        JsonNode manifest = answers.published(path, "Manifest");
        JsonNode latest =
            answers.published("exports/quakes/" + name + "/latest.json", "LatestExport");
        assertThat(manifest.path("rows").asLong()).isEqualTo(2);
        assertThat(latest.path("manifest").asText()).isEqualTo(path);
        for (JsonNode part : manifest.path("parts")) {
          assertThat(lake.published().head(new ObjectKey(part.path("path").asText()))).isPresent();
        }
      }
    }
  }

  @Test
  void exportsAreListedPageByPage() {
    String one = start("{\"name\":\"a\"}");
    String two = start("{\"name\":\"b\",\"sql\":\"SELECT net FROM quakes\"}");
    Request list = Request.of(Operation.LIST_EXPORTS);

    JsonNode first = answers.document(200, list.query("limit", "1"));
    assertThat(first.at("/exports/0/exportId").asText()).isEqualTo(one);
    assertThat(first.path("next").asText()).isEqualTo(one);
    JsonNode rest = answers.document(200, list.query("after", one));
    assertThat(rest.at("/exports/0/exportId").asText()).isEqualTo(two);
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void aScheduleIsToldAsDescribedFromItsPutToItsEnd() {
    Request put = of(Operation.PUT_SCHEDULE, "daily").body(DAILY);

    assertThat(answers.document(201, put).at("/next/window").asText()).isEqualTo("2018-01-31");
    lake.jobs().runDue();
    JsonNode schedule = answers.document(200, of(Operation.GET_SCHEDULE, "daily"));
    assertThat(schedule.at("/next/window").asText()).isEqualTo("2018-02-02");
    answers.answered(200, put.body(DAILY.replace("}", ",\"format\":\"csv\",\"delay\":\"PT0S\"}")));
    answers.answered(
        201,
        of(Operation.PUT_SCHEDULE, "strong")
            .body("{\"every\":\"week\",\"sql\":\"SELECT net FROM quakes WHERE magnitude > 1\"}"));
    assertThat(answers.document(200, Request.of(Operation.LIST_SCHEDULES)).path("schedules"))
        .hasSize(2);
    answers.answered(204, of(Operation.DELETE_SCHEDULE, "daily"));
    answers.answered(404, of(Operation.GET_SCHEDULE, "daily"));
  }

  @Test
  void manifestsOfAScheduleAreAsDescribedAndFollowEachOther() {
    answers.answered(
        201, of(Operation.PUT_SCHEDULE, "new").body("{\"every\":\"day\",\"mode\":\"changes\"}"));
    clock.pass(Duration.ofDays(2));
    lake.jobs().scheduled().startDue();
    lake.jobs().runDue();
    post("second");
    clock.pass(Duration.ofDays(1));
    lake.jobs().scheduled().startDue();
    lake.jobs().runDue();

    JsonNode latest = answers.published("exports/quakes/new/latest.json", "LatestExport");
    JsonNode second = answers.published(latest.path("manifest").asText(), "Manifest");
    JsonNode first = answers.published(second.path("previous").asText(), "Manifest");
    assertThat(second.path("after").asLong()).isEqualTo(first.path("version").asLong());
    assertThat(second.path("rows").asLong()).isEqualTo(2);
    assertThat(first.has("previous")).isFalse();
  }

  @Test
  void whatFailsOfExportsIsAnsweredAsDescribed() {
    Request post = Request.of(Operation.POST_EXPORT);
    answers.answered(400, post.body("{\"format\":\"xml\"}"));
    answers.answered(400, post.body("{\"colour\":\"red\"}"));
    answers.answered(400, post.body("{"));
    answers.answered(400, post.body("{\"sql\":\"DROP TABLE quakes\"}"));
    answers.answered(400, post.body("{}").header("idempotency-key", "two words"));
    answers.answered(404, post.body("{}").path("dataset", "nothing"));
    answers.answered(404, post.body("{\"sql\":\"SELECT * FROM quakes, nothing\"}"));
    answers.answered(415, post.body("{}").header("content-type", "text/csv"));
    answers.answered(202, post.body("{}").header("idempotency-key", "k"));
    answers.answered(202, post.body("{}").header("idempotency-key", "k"));
    answers.answered(422, post.body("{\"format\":\"csv\"}").header("idempotency-key", "k"));
    answers.answered(201, of(Operation.PUT_SCHEDULE, "daily").body(DAILY));
    answers.answered(409, post.body("{\"name\":\"daily\"}"));
    answers.answered(400, Request.of(Operation.LIST_EXPORTS).query("limit", "1001"));
    answers.answered(400, Request.of(Operation.LIST_EXPORTS).query("after", "no id"));
    answers.answered(404, Request.of(Operation.LIST_EXPORTS).path("dataset", "No Dataset"));
    answers.answered(404, Request.of(Operation.GET_EXPORT).path("exportId", "quakes.export.never"));
    answers.answered(
        400, Request.of(Operation.GET_EXPORT).path("exportId", "q.export.x").query("verbose", "1"));
  }

  @Test
  void whatFailsOfSchedulesIsAnsweredAsDescribed() {
    Request put = of(Operation.PUT_SCHEDULE, "daily");
    answers.answered(400, put.body("{}"));
    answers.answered(400, put.body("{\"every\":\"minute\"}"));
    answers.answered(400, put.body("{\"every\":\"day\",\"timezone\":\"Mars/Olympus\"}"));
    answers.answered(400, put.body("{\"every\":\"day\",\"delay\":\"P8D\"}"));
    answers.answered(400, put.body("{\"every\":\"hour\",\"from\":\"1999-01-01T00:00:00Z\"}"));
    answers.answered(
        400, put.body("{\"every\":\"day\",\"mode\":\"changes\",\"sql\":\"SELECT 1 FROM quakes\"}"));
    answers.answered(400, put.body(DAILY).path("name", "Not A Name"));
    answers.answered(404, put.body(DAILY).path("dataset", "nothing"));
    answers.answered(415, put.body(DAILY).header("content-type", "text/csv"));
    answers.answered(201, put.body(DAILY));
    answers.answered(409, put.body(DAILY.replace("day", "week")));
    answers.answered(404, of(Operation.GET_SCHEDULE, "never"));
    answers.answered(404, of(Operation.GET_SCHEDULE, "daily").path("dataset", "nothing"));
    answers.answered(404, of(Operation.DELETE_SCHEDULE, "never"));
    answers.answered(404, Request.of(Operation.LIST_SCHEDULES).path("dataset", "nothing"));
    answers.answered(400, Request.of(Operation.LIST_SCHEDULES).query("limit", "1"));
  }

  @Test
  void theExamplesOfBodiesAreAccepted() {
    answers.answered(
        201,
        Request.of(Operation.PUT_DATASET)
            .path("dataset", "earthquakes")
            .body(ServedAnswersTest.DEFINITION));
    for (JsonNode example : description.at(examples("/v1/datasets/{dataset}/exports", "post"))) {
      answers.answered(
          202,
          Request.of(Operation.POST_EXPORT)
              .path("dataset", "earthquakes")
              .body(example.path("value").toString()));
    }
    JsonNode schedules = description.at(examples("/v1/datasets/{dataset}/schedules/{name}", "put"));
    schedules
        .properties()
        .forEach(example ->
            answers.answered(
                201,
                of(Operation.PUT_SCHEDULE, example.getKey())
                    .path("dataset", "earthquakes")
                    .body(example.getValue().path("value").toString())));
    assertThat(schedules).isNotEmpty();
  }

  private static String examples(String path, String method) {
    return "/paths/%s/%s/requestBody/content/application~1json/examples"
        .formatted(path.replace("/", "~1"), method);
  }

  private String start(String body) {
    return answers
        .document(202, Request.of(Operation.POST_EXPORT).body(body))
        .path("exportId")
        .asText();
  }

  private JsonNode export(String id) {
    return answers.document(200, Request.of(Operation.GET_EXPORT).path("exportId", id));
  }

  private static Request of(Operation operation, String schedule) {
    return Request.of(operation).path("name", schedule);
  }
}
