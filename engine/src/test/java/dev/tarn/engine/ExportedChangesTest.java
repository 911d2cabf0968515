package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.Principal;
import dev.tarn.expiry.VersionHold;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import dev.tarn.export.job.UnexportedVersions;
import dev.tarn.export.stored.StoredSchedules;
import dev.tarn.job.Job;
import dev.tarn.job.JobState;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports of changes of a table that is compacted and expired meanwhile.
class ExportedChangesTest {
  private static final ExportName MIRROR = new ExportName("mirror");

  @TempDir private Path directory;

  private ExportingLake lake;

  @BeforeEach
  void schedule() {
    lake = new ExportingLake(directory, 1_000_000, Optional.empty());
    lake.define("");
    record(1);
    record(2);
    var _ =
        lake.schedules.put(
            new Schedule(
                ExportingLake.READINGS,
                MIRROR,
                ExportInterval.HOUR,
                ZoneId.of("UTC"),
                ExportMode.CHANGES,
                ExportFormat.NDJSON,
                ExportCompression.NONE,
                Optional.empty(),
                Duration.ZERO,
                lake.clock.instant(),
                Principal.withoutToken()),
            true);
  }

  private void record(int id) {
    lake.ingest("{\"id\": %d, \"time\": \"2026-02-01T00:00:00Z\"}\n".formatted(id));
  }

  /// The ids in what the window that has just ended was exported to.
  private List<Integer> exported(Duration later) throws IOException {
    lake.clock.pass(later);
    lake.scheduled.startDue();
    lake.workOnce(Duration.ofMinutes(14));
    JsonNode latest = lake.json("exports/readings/mirror/latest.json");
    JsonNode manifest = lake.json(latest.path("manifest").asText());
    List<Integer> ids = new ArrayList<>();
    for (Path part : lake.parts(manifest)) {
      for (String line : Files.readAllLines(part)) {
        ids.add(new JsonMapper().readTree(line).path("id").asInt());
      }
    }
    return ids;
  }

  private List<DataFile> files() {
    return lake.tables
        .open(ExportingLake.READINGS)
        .orElseThrow()
        .snapshot(new SnapshotTime.Latest())
        .files(Predicate.ALWAYS);
  }

  private VersionHold held() {
    return new UnexportedVersions(new StoredSchedules(lake.store));
  }

  @Test
  void aCompactionRepeatsNoRowAndLosesNone() throws Exception {
    assertThat(exported(Duration.ofHours(1))).containsExactlyInAnyOrder(1, 2);
    record(3);
    record(4);
    lake.compact();
    assertThat(files()).hasSize(1);
    record(5);

    assertThat(exported(Duration.ofHours(1))).containsExactlyInAnyOrder(3, 4, 5);
    lake.compact();
    assertThat(exported(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void expiryKeepsWhatIsNotExportedYet() throws Exception {
    assertThat(exported(Duration.ofHours(1))).containsExactlyInAnyOrder(1, 2);
    record(3);
    record(4);
    lake.compact();
    for (int day = 0; day < 40; day += 10) {
      lake.clock.pass(Duration.ofDays(10));
      record(100 + day);
      lake.compact();
      lake.expire(held());
    }

    assertThat(exported(Duration.ofHours(1))).containsExactlyInAnyOrder(3, 4, 100, 110, 120, 130);

    // What is exported is held no longer.
    int before = lake.store.list("tables/", Optional.empty()).objects().size();
    lake.clock.pass(Duration.ofDays(40));
    lake.expire(held());
    assertThat(lake.store.list("tables/", Optional.empty()).objects().size()).isLessThan(before);
  }

  @Test
  void withoutTheHoldTheExportFailsAndTellsSo() throws Exception {
    assertThat(exported(Duration.ofHours(1))).containsExactlyInAnyOrder(1, 2);
    record(3);
    record(4);
    lake.compact();
    for (int day = 0; day < 40; day += 10) {
      lake.clock.pass(Duration.ofDays(10));
      record(100 + day);
      lake.compact();
      lake.expire(VersionHold.NONE);
    }
    lake.scheduled.startDue();
    lake.work();

    Job job =
        lake.exports
            .list(Principal.withoutToken(), ExportingLake.READINGS, "", 10)
            .exports()
            .getLast();
    assertThat(job.state()).isInstanceOf(JobState.Failed.class);
  }
}
