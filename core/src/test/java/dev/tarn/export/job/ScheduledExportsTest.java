package dev.tarn.export.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.Principal;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledExportsTest {
  private static final ExportName HOURLY = new ExportName("hourly");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ExportLake lake;
  private final ExportLake.Worker worker;

  ScheduledExportsTest(@TempDir Path directory) {
    lake = ExportLake.withLog(directory);
    worker = lake.process(lake.store);
  }

  private static Schedule hourly(ExportMode mode, ExportFormat format) {
    return new Schedule(
        ExportLake.READINGS,
        HOURLY,
        ExportInterval.HOUR,
        ZoneId.of("UTC"),
        mode,
        format,
        ExportCompression.NONE,
        Optional.empty(),
        Duration.ZERO,
        START,
        Principal.withoutToken());
  }

  private void put(ExportMode mode) {
    var _ = worker.exportSchedules.put(hourly(mode, ExportFormat.NDJSON), true);
  }

  private void record(int id, String time) {
    lake.ingest("{\"id\": %d, \"time\": \"%s\"}\n".formatted(id, time));
  }

  private void pass(Duration time) {
    lake.clock.pass(time);
    worker.scheduled.startDue();
    worker.work();
  }

  /// The labels of the windows that have jobs.
  private List<String> windows() {
    return jobs().stream().map(job -> job.id().name().substring("hourly.".length())).toList();
  }

  private List<Job> jobs() {
    return worker.jobs.list(ExportLake.READINGS, JobKind.EXPORT, "", 100);
  }

  private Instant next() {
    return worker.schedules.find(ExportLake.READINGS, HOURLY).orElseThrow().progress().next();
  }

  private JsonNode manifest(String window) {
    return json("exports/readings/hourly/" + window + "/manifest.json");
  }

  private JsonNode json(String path) {
    try {
      return new JsonMapper().readTree(lake.published.get(new ObjectKey(path)).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Integer> ids(String window) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode part : manifest(window).path("parts")) {
      byte[] content = lake.published.get(new ObjectKey(part.path("path").asText())).bytes();
      for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
        try {
          ids.add(new JsonMapper().readTree(line).path("id").asInt());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return ids;
  }

  private void fail(Job job) {
    Jobs.Kept kept = worker.jobs.find(job.id()).orElseThrow();
    assertThat(
            worker.jobs.replace(
                kept,
                kept.job().with(new JobState.Failed(lake.clock.instant(), "internal", "broken"))))
        .isPresent();
  }

  /// Takes all messages off the queue.
  private List<JobId> drain() {
    List<JobQueue.Delivery> received = worker.queue.receive(100);
    received.forEach(worker.queue::acknowledge);
    return received.stream().map(JobQueue.Delivery::job).toList();
  }

  @Test
  void windowsThatWereMissedAreCaughtUpInOrder() {
    record(1, "2026-01-01T00:30:00Z");
    record(2, "2026-01-01T02:30:00Z");
    put(ExportMode.WINDOW);

    pass(Duration.ofMinutes(200));

    assertThat(windows())
        .containsExactly("2026-01-01T0000Z", "2026-01-01T0100Z", "2026-01-01T0200Z");
    assertThat(ids("2026-01-01T0000Z")).containsExactly(1);
    assertThat(ids("2026-01-01T0100Z")).isEmpty();
    assertThat(ids("2026-01-01T0200Z")).containsExactly(2);
    assertThat(manifest("2026-01-01T0100Z").path("previous").asText())
        .isEqualTo("exports/readings/hourly/2026-01-01T0000Z/manifest.json");
    assertThat(next()).isEqualTo(START.plus(Duration.ofHours(3)));
  }

  @Test
  void ofWholeExportsThatWereMissedTheLastIsMade() {
    record(1, "2026-01-01T00:30:00Z");
    put(ExportMode.FULL);

    pass(Duration.ofMinutes(330));

    assertThat(windows()).containsExactly("2026-01-01T0400Z");
    assertThat(ids("2026-01-01T0400Z")).containsExactly(1);
    pass(Duration.ofMinutes(30));
    assertThat(windows()).containsExactly("2026-01-01T0400Z", "2026-01-01T0500Z");
    assertThat(ids("2026-01-01T0500Z")).containsExactly(1);
  }

  @Test
  void changesAreTheWholeFirstAndThenWhatWasAppended() {
    record(1, "2026-01-01T00:30:00Z");
    record(2, "2025-01-01T00:30:00Z");
    put(ExportMode.CHANGES);

    pass(Duration.ofHours(1));
    assertThat(ids("2026-01-01T0000Z")).containsExactlyInAnyOrder(1, 2);

    // Whatever its event time, a record that comes later is in the next one.
    record(3, "2025-06-01T00:30:00Z");
    pass(Duration.ofHours(1));
    assertThat(ids("2026-01-01T0100Z")).containsExactly(3);

    pass(Duration.ofHours(1));
    assertThat(ids("2026-01-01T0200Z")).isEmpty();

    record(4, "2026-01-01T05:00:00Z");
    record(5, "2026-01-01T06:00:00Z");
    pass(Duration.ofHours(4));
    assertThat(windows())
        .containsExactly(
            "2026-01-01T0000Z", "2026-01-01T0100Z", "2026-01-01T0200Z", "2026-01-01T0600Z");
    assertThat(ids("2026-01-01T0600Z")).containsExactlyInAnyOrder(4, 5);
  }

  @Test
  void whatChangesHaveNotExportedIsHeld() {
    UnexportedVersions held = new UnexportedVersions(worker.schedules);
    record(1, "2026-01-01T00:30:00Z");
    assertThat(held.heldAfter(ExportLake.READINGS)).isEmpty();
    put(ExportMode.CHANGES);
    assertThat(held.heldAfter(ExportLake.READINGS)).isEmpty();

    pass(Duration.ofHours(1));
    assertThat(held.heldAfter(ExportLake.READINGS)).hasValue(1);
    record(2, "2026-01-01T00:30:00Z");
    assertThat(held.heldAfter(ExportLake.READINGS)).hasValue(1);
    pass(Duration.ofHours(1));
    assertThat(held.heldAfter(ExportLake.READINGS)).hasValue(2);

    worker.exportSchedules.delete(Principal.withoutToken(), ExportLake.READINGS, HOURLY);
    assertThat(held.heldAfter(ExportLake.READINGS)).isEmpty();
  }

  @Test
  void aWindowThatFailedHoldsItsScheduleForAnHour() {
    put(ExportMode.WINDOW);
    lake.clock.pass(Duration.ofHours(1));
    worker.scheduled.startDue();
    fail(jobs().getFirst());
    assertThat(drain()).hasSize(1);

    pass(Duration.ofMinutes(59));
    assertThat(drain()).isEmpty();
    assertThat(jobs().getFirst().state()).isInstanceOf(JobState.Failed.class);

    pass(Duration.ofMinutes(1));
    assertThat(jobs())
        .hasSize(2)
        .allSatisfy(job -> assertThat(job.state()).isInstanceOf(JobState.Succeeded.class));
    assertThat(windows()).containsExactly("2026-01-01T0000Z", "2026-01-01T0100Z");
  }

  @Test
  void aWindowThatFailedIsTriedAgainAtOnceByAPut() {
    put(ExportMode.WINDOW);
    lake.clock.pass(Duration.ofHours(1));
    worker.scheduled.startDue();
    fail(jobs().getFirst());
    assertThat(drain()).hasSize(1);

    var _ = worker.exportSchedules.put(hourly(ExportMode.WINDOW, ExportFormat.CSV), true);
    worker.work();

    assertThat(jobs().getFirst().state()).isInstanceOf(JobState.Succeeded.class);
    assertThat(manifest("2026-01-01T0000Z").path("format").asText()).isEqualTo("csv");
  }

  @Test
  void aDeletedScheduleStartsNothingMore() {
    put(ExportMode.WINDOW);
    lake.clock.pass(Duration.ofHours(1));
    worker.scheduled.startDue();

    worker.exportSchedules.delete(Principal.withoutToken(), ExportLake.READINGS, HOURLY);
    worker.work();
    pass(Duration.ofHours(5));

    assertThat(jobs()).hasSize(1);
    assertThat(jobs().getFirst().state()).isInstanceOf(JobState.Succeeded.class);
  }

  @Test
  void aMessageThatWasLostIsSentAgain() {
    put(ExportMode.WINDOW);
    lake.clock.pass(Duration.ofHours(1));
    worker.scheduled.startDue();
    List<JobId> sent = drain();
    assertThat(sent).hasSize(1);

    lake.clock.pass(Duration.ofSeconds(119));
    worker.scheduled.startDue();
    assertThat(drain()).isEmpty();

    lake.clock.pass(Duration.ofSeconds(1));
    worker.scheduled.startDue();
    assertThat(drain()).isEqualTo(sent);
  }

  @Test
  void howLateASchedulesNextWindowIsIsMeasured() {
    put(ExportMode.WINDOW);
    lake.clock.pass(Duration.ofMinutes(90));
    worker.scheduled.startDue();

    assertThat(lake.metrics.recordings().getLast().measurements())
        .anySatisfy(measurement -> {
          assertThat(measurement.name()).isEqualTo("ExportLag");
          assertThat(measurement.value()).isEqualTo(1_800);
        });
  }

  @Test
  void theLatestManifestIsNeverAnOlderOne() {
    JobId older = ask();
    lake.clock.pass(Duration.ofMinutes(1));
    JobId newer = ask();
    Instant deadline = lake.clock.instant().plus(Duration.ofMinutes(10));

    var _ = worker.runner.run(newer, deadline);
    JsonNode latest = json("exports/readings/mirror/latest.json");
    var _ = worker.runner.run(older, deadline);

    assertThat(latest.path("manifest").asText())
        .isEqualTo("exports/readings/" + newer.name().replace('.', '/') + "/manifest.json");
    assertThat(json("exports/readings/mirror/latest.json")).isEqualTo(latest);
    assertThat(worker.jobs.find(older).orElseThrow().job().state())
        .isInstanceOf(JobState.Succeeded.class);
  }

  private JobId ask() {
    return worker.exports.start(
        new Exports.Asked(
            Principal.withoutToken(),
            ExportLake.READINGS,
            Optional.of(new ExportName("mirror")),
            ExportFormat.NDJSON,
            ExportCompression.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
