package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesEndpointTest {
  private static final String SCHEDULE = "/v1/datasets/{dataset}/schedules/{name}";
  private static final String SCHEDULES = "/v1/datasets/{dataset}/schedules";
  private static final Map<String, String> DAILY = Map.of("dataset", "readings", "name", "daily");

  @TempDir private Path directory;

  private ExportApi api;

  @BeforeEach
  void open() {
    api = new ExportApi(directory);
  }

  private ExportApi.Answered put(String body) {
    return api.put(SCHEDULE, DAILY, body);
  }

  private ExportApi.Answered delete() {
    return api.send("DELETE " + SCHEDULE, DAILY, Map.of(), Map.of(), "");
  }

  @Test
  void aScheduleHasDefaultsAndTellsItsNextWindow() {
    ExportApi.Answered answer = put("{\"every\": \"day\", \"timezone\": \"Europe/Berlin\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().path("location").asText())
        .isEqualTo("/v1/datasets/readings/schedules/daily");
    JsonNode schedule = answer.body();
    assertThat(schedule.path("mode").asText()).isEqualTo("window");
    assertThat(schedule.path("format").asText()).isEqualTo("parquet");
    assertThat(schedule.path("compression").asText()).isEqualTo("zstd");
    assertThat(schedule.path("delay").asText()).isEqualTo("PT5M");
    assertThat(schedule.at("/next/window").asText()).isEqualTo("2026-01-01");
    assertThat(schedule.at("/next/from").asText()).isEqualTo("2025-12-31T23:00:00Z");
    assertThat(schedule.at("/next/to").asText()).isEqualTo("2026-01-01T23:00:00Z");
    assertThat(schedule.at("/next/due").asText()).isEqualTo("2026-01-01T23:05:00Z");
    assertThat(schedule.at("/next/exportId").asText())
        .isEqualTo("readings.export.daily.2026-01-01");
    assertThat(api.get(SCHEDULE, DAILY, Map.of()).body()).isEqualTo(schedule);
    assertThat(
            api.get(SCHEDULES, Map.of("dataset", "readings"), Map.of())
                .body()
                .path("schedules")
                .path(0))
        .isEqualTo(schedule);
  }

  @Test
  void whatIsDueIsStartedAtOnce() {
    JsonNode schedule = put("{\"every\": \"hour\", \"from\": \"2025-12-31T22:00:00Z\"}").body();
    String first = schedule.at("/next/exportId").asText();
    assertThat(first).isEqualTo("readings.export.daily.2025-12-31T2200Z");
    assertThat(
            api.get("/v1/exports/{exportId}", Map.of("exportId", first), Map.of())
                .body()
                .path("status")
                .asText())
        .isEqualTo("queued");

    api.worker.work();

    // The second window's end is not five minutes ago.
    assertThat(api.get(SCHEDULE, DAILY, Map.of()).body().at("/next/window").asText())
        .isEqualTo("2025-12-31T2300Z");
  }

  @Test
  void aScheduleCanBeChangedButNotItsWindowsAndRows() {
    String present =
        "\"every\": \"hour\", \"mode\": \"window\", \"from\": \"2026-01-01T00:00:00Z\"";
    assertThat(put("{" + present + "}").status()).isEqualTo(201);
    ExportApi.Answered changed = put("{" + present + ", \"format\": \"csv\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().path("format").asText()).isEqualTo("csv");
    assertThat(changed.headers().has("location")).isFalse();
    assertThat(put("{\"every\": \"hour\"}").body().path("from").asText())
        .isEqualTo("2026-01-01T00:00:00Z");

    for (String other :
        new String[] {
          "{\"every\": \"day\"}",
          "{\"every\": \"hour\", \"mode\": \"full\"}",
          "{\"every\": \"hour\", \"timezone\": \"Asia/Tokyo\"}",
          "{\"every\": \"hour\", \"from\": \"2026-01-01T01:00:00Z\"}"
        }) {
      ExportApi.Answered answer = put(other);
      assertThat(answer.status()).as(other).isEqualTo(409);
      assertThat(answer.body().path("type").asText()).endsWith(":schedule-conflict");
    }
  }

  @Test
  void aDeletedScheduleIsGone() {
    put("{\"every\": \"day\"}");

    assertThat(delete().status()).isEqualTo(204);

    assertThat(delete().status()).isEqualTo(404);
    assertThat(api.get(SCHEDULE, DAILY, Map.of()).status()).isEqualTo(404);
    assertThat(api.get(SCHEDULES, Map.of("dataset", "readings"), Map.of()).body().path("schedules"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /every       | {}
          /every       | {"every": "minute"}
          /timezone    | {"every": "day", "timezone": "Mars/Olympus"}
          /mode        | {"every": "day", "mode": "delta"}
          /format      | {"every": "day", "format": "orc"}
          /compression | {"every": "day", "compression": "snappy"}
          /delay       | {"every": "day", "delay": "5m"}
          /delay       | {"every": "day", "delay": "-PT1S"}
          /delay       | {"every": "day", "delay": "P7DT1S"}
          /from        | {"every": "day", "from": "1969-12-31T23:59:59Z"}
          /from        | {"every": "day", "from": "2100-01-01T00:00:00Z"}
          /from        | {"every": "hour", "from": "2020-01-01T00:00:00Z"}
          /sql         | {"every": "day", "mode": "changes", "sql": "SELECT 1"}
          /name        | {"every": "day", "name": "other"}
          """)
  void aFieldThatDoesNotFitIsNamed(String pointer, String body) {
    ExportApi.Answered answer = put(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("pointer").asText()).isEqualTo(pointer);
    assertThat(api.get(SCHEDULE, DAILY, Map.of()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Daily", "../x", "a b", "-a"})
  void aTextThatIsNoNameCannotBePutAndIsUnknown(String name) {
    Map<String, String> path = Map.of("dataset", "readings", "name", name);

    assertThat(api.put(SCHEDULE, path, "{\"every\": \"day\"}").status()).isEqualTo(400);
    assertThat(api.get(SCHEDULE, path, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void anUnknownDatasetHasNoSchedules() {
    Map<String, String> path = Map.of("dataset", "others", "name", "daily");

    assertThat(api.put(SCHEDULE, path, "{\"every\": \"day\"}").status()).isEqualTo(404);
    assertThat(api.get(SCHEDULE, path, Map.of()).status()).isEqualTo(404);
    assertThat(api.get(SCHEDULES, Map.of("dataset", "others"), Map.of()).status()).isEqualTo(404);
  }
}
