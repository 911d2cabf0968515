package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.Principal;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import dev.tarn.job.JobId;
import dev.tarn.parquet.UnloadedFile;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How jobs of exports run: in pieces, over files of any age, and with SQL that is checked before.
class ExportRunsTest {
  @TempDir private Path directory;

  private ExportingLake lake(long partBytes) {
    return new ExportingLake(directory, partBytes, Optional.empty());
  }

  private static String lines(int from, int count, String day) {
    StringBuilder lines = new StringBuilder();
    for (int id = from; id < from + count; id++) {
      lines.append(
          "{\"id\": %d, \"time\": \"%sT00:00:%02d.%03dZ\"}\n"
              .formatted(id, day, id % 60, id % 1_000));
    }
    return lines.toString();
  }

  private static List<JsonNode> rows(ExportingLake lake, JsonNode manifest) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (Path part : lake.parts(manifest)) {
      for (String line : Files.readAllLines(part)) {
        rows.add(new JsonMapper().readTree(line));
      }
    }
    return rows;
  }

  private static List<DataFile> files(ExportingLake lake) {
    return lake.tables
        .open(ExportingLake.READINGS)
        .orElseThrow()
        .snapshot(new SnapshotTime.Latest())
        .files(Predicate.ALWAYS);
  }

  @Test
  void aRunThatIsOutOfTimeGoesOnWhereItStopped() throws Exception {
    ExportingLake lake = lake(1_000);
    lake.define("");
    for (int day = 1; day <= 6; day++) {
      lake.ingest(lines(day * 100, 100, "2026-02-0" + day));
    }
    JobId id = lake.ask(ExportFormat.NDJSON, ExportCompression.NONE, "");

    // No run has time for another slice after its first.
    lake.workOnce(Duration.ofSeconds(5));

    JsonNode manifest = lake.manifest(id);
    List<String> staged = lake.puts.stream().filter(place -> place.startsWith("staging/")).toList();
    assertThat(staged).doesNotHaveDuplicates().hasSameSizeAs(manifest.path("parts"));
    assertThat(staged.stream().map(place -> place.substring(0, place.lastIndexOf('/'))).distinct())
        .as("runs")
        .hasSize(6);
    assertThat(rows(lake, manifest)).hasSize(600);
    assertThat(rows(lake, manifest).stream().map(row -> row.path("id").asInt()).distinct())
        .hasSize(600);
    assertThat(lake.job(id).attempts()).isZero();
    assertThat(lake.published.list("staging/", Optional.empty()).objects()).isEmpty();
  }

  @Test
  void aFileThatIsExportedWholeIsPublishedAsItIsAndOneThatIsCutIsNot() throws Exception {
    ExportingLake lake = lake(1_000);
    lake.define("");
    lake.ingest(lines(0, 60, "2026-02-27"));
    lake.ingest(
        """
        {"id": 100, "time": "2026-02-27T22:59:59.999Z"}
        {"id": 101, "time": "2026-02-27T23:00:00Z"}
        """);
    var _ =
        lake.schedules.put(
            new Schedule(
                ExportingLake.READINGS,
                new ExportName("daily"),
                ExportInterval.DAY,
                ZoneId.of("Europe/Berlin"),
                ExportMode.WINDOW,
                ExportFormat.PARQUET,
                ExportCompression.ZSTD,
                Optional.empty(),
                Duration.ZERO,
                Instant.parse("2026-02-27T12:00:00Z"),
                Principal.withoutToken()),
            true);
    lake.work();

    JsonNode whole = lake.json("exports/readings/daily/2026-02-27/manifest.json");
    assertThat(whole.path("rows").asInt()).isEqualTo(61);
    List<byte[]> parts = new ArrayList<>();
    long rows = 0;
    for (Path part : lake.parts(whole)) {
      parts.add(Files.readAllBytes(part));
      rows += UnloadedFile.read(part).rows();
    }
    assertThat(rows).isEqualTo(61);
    DataFile large = files(lake).stream().filter(file -> file.rows() == 60).findAny().orElseThrow();
    assertThat(parts).contains(lake.store.get(large.key()).bytes());
    assertThat(lake.json("exports/readings/daily/2026-02-28/manifest.json").path("rows").asInt())
        .isEqualTo(1);
  }

  @Test
  void recordsOfAnOlderSchemaHaveTheFieldsOfThePresentOne() throws Exception {
    ExportingLake lake = lake(1_000);
    lake.define("");
    lake.ingest(lines(1, 60, "2026-02-01"));
    lake.define(", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");
    lake.ingest("{\"id\": 99, \"time\": \"2026-02-02T00:00:00Z\", \"note\": \"new\"}\n");

    JobId text = lake.ask(ExportFormat.NDJSON, ExportCompression.NONE, "");
    JobId parquet = lake.ask(ExportFormat.PARQUET, ExportCompression.ZSTD, "");
    lake.work();

    assertThat(rows(lake, lake.manifest(text)))
        .hasSize(61)
        .allSatisfy(row -> {
          assertThat(row.has("note")).isTrue();
          assertThat(row.path("note").isNull()).isEqualTo(row.path("id").asInt() != 99);
        });
    assertThat(lake.parts(lake.manifest(parquet)))
        .isNotEmpty()
        .allSatisfy(
            part -> assertThat(UnloadedFile.read(part).schema().getField("note")).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE readings",
        "SELECT * FROM others",
        "SELECT 1 AS one",
        "SELECT nothing FROM readings",
        "SELECT id FROM readings; SELECT id FROM readings",
        "SELECT * FROM read_csv('/etc/passwd'), readings"
      })
  void sqlThatIsNotAcceptedStartsNoJob(String sql) {
    ExportingLake lake = lake(1_000);
    lake.define("");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> lake.ask(ExportFormat.CSV, ExportCompression.NONE, sql))
        .satisfies(e -> assertThat(e.problem().type().status()).isBetween(400, 404));
    assertThat(
            lake.exports.list(Principal.withoutToken(), ExportingLake.READINGS, "", 10).exports())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT count(*) FROM readings | unlike 'count_star()'; name it with AS
          SELECT id, id FROM readings   | two exported columns are named 'id'
          """)
  void columnsWithoutANameOfTheirOwnAreToldAtTheRequest(String sql, String told) {
    ExportingLake lake = lake(1_000);
    lake.define("");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> lake.ask(ExportFormat.NDJSON, ExportCompression.NONE, sql))
        .satisfies(e -> assertThat(e.problem().detail()).contains(told));
    assertThat(
            lake.exports.list(Principal.withoutToken(), ExportingLake.READINGS, "", 10).exports())
        .isEmpty();
  }

  @Test
  void whatIsPublishedIsTheManifestAndItsPartsAlone() {
    ExportingLake lake = lake(1_000);
    lake.define("");
    lake.ingest(lines(0, 3, "2026-02-01"));
    JobId id = lake.ask(ExportFormat.CSV, ExportCompression.GZIP, "");
    lake.work();

    JsonNode manifest = lake.manifest(id);
    List<String> expected = new ArrayList<>();
    manifest.path("parts").forEach(part -> expected.add(part.path("path").asText()));
    expected.add("exports/readings/" + id.name().replace('.', '/') + "/manifest.json");
    expected.add("exports/readings/csv-gzip/latest.json");
    assertThat(lake.published.list("", Optional.empty()).objects())
        .extracting(object -> object.key())
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(ObjectKey::new).toList());
  }
}
