package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which rows a schedule exports by its mode, as they are and by SQL.
class ExportedRowsTest {
  private static final String SQL = "SELECT id FROM readings";

  @TempDir private Path directory;
  private ExportingLake lake;

  @BeforeEach
  void fill() {
    lake = new ExportingLake(directory, 1_000_000, Optional.empty());
    lake.define("");
    lake.ingest(
        """
        {"id": 1, "time": "2026-02-26T23:59:59.999Z"}
        {"id": 2, "time": "2026-02-27T00:00:00Z"}
        {"id": 3, "time": "2026-02-27T23:59:59.999Z"}
        {"id": 4, "time": "2026-02-28T00:00:00Z"}
        """);
  }

  private JsonNode exported(ExportMode mode, String zone, String sql, String window) {
    Schedule schedule =
        new Schedule(
            new DatasetName("readings"),
            new ExportName("daily"),
            ExportInterval.DAY,
            ZoneId.of(zone),
            mode,
            ExportFormat.NDJSON,
            ExportCompression.NONE,
            Optional.of(sql).filter(text -> !text.isEmpty()),
            Duration.ZERO,
            Instant.parse("2026-02-27T12:00:00Z"),
            Principal.withoutToken());
    var _ = lake.schedules.put(schedule, true);
    lake.workOnce(Duration.ofMinutes(14));
    return lake.json("exports/readings/daily/" + window + "/manifest.json");
  }

  @ParameterizedTest
  @CsvSource({"UTC, 2", "Asia/Tokyo, 2", "America/New_York, 2"})
  void byWindowThoseOfTheWindow(String zone, int rows) {
    assertThat(exported(ExportMode.WINDOW, zone, "", "2026-02-27").path("rows").asInt())
        .isEqualTo(rows);
  }

  @Test
  void byWindowAndSqlThoseOfTheWindow() {
    assertThat(exported(ExportMode.WINDOW, "UTC", SQL, "2026-02-27").path("rows").asInt())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"''", SQL})
  void inFullAllThereAre(String sql) {
    assertThat(exported(ExportMode.FULL, "UTC", sql, "2026-02-28").path("rows").asInt())
        .isEqualTo(4);
  }
}
