package dev.tarn.compaction.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.MergedFile;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobAnswer;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobRunner;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.record.Datasets;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.MemoryTables;
import dev.tarn.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionWorkTest {
  private static final DatasetName READINGS = new DatasetName("readings");
  private static final JobId ID = new JobId(READINGS, JobKind.COMPACT, "daily");
  private static final Duration RUN = Duration.ofMinutes(1);

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final MemoryTables tables = new MemoryTables(clock);
  private final Jobs jobs = new StoredJobs(store);

  /// Every merge takes 20 seconds, and gives one file of 10 rows and 5 bytes.
  private JobRunner runner() {
    Compaction compaction =
        new Compaction(
            tables,
            store,
            new WholeFileFetcher(store, file -> 1, 2),
            (definition, files, limits, out) -> {
              clock.pass(Duration.ofSeconds(20));
              try {
                Path merged = Files.write(out.resolve("merged"), new byte[5]);
                return List.of(new MergedFile(merged, 5, new FileStatistics(10, Map.of())));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            new ScratchSpace(directory),
            CompactionPolicy.DEFAULT,
            new CompactionLimits(1, 1, 1 << 20, 1_000),
            clock,
            new MemoryMetrics());
    return new JobRunner(
        jobs, List.of(new CompactionWork(compaction)), clock, JobLimits.DEFAULT, () -> "worker");
  }

  private void append(LocalDate day) {
    Table table = tables.open(READINGS).orElseThrow();
    BatchId batch = new BatchId("batch-" + day);
    List<DataFile> files =
        IntStream.range(0, 5)
            .mapToObj(i -> {
              ObjectKey key = table.newDataFileKey(batch, day);
              var _ = store.put(key, new byte[3]);
              return new DataFile(key, 3, day, 1, new FileStatistics(2, Map.of()));
            })
            .toList();
    var _ = table.append(table.knownSnapshot(), batch, "", files);
  }

  @Test
  void aJobGoesOnUntilNothingIsLeftAndAddsUpWhatItsRunsDid() {
    var _ = tables.create(Datasets.withFields()).orElseThrow();
    for (int day = 1; day <= 4; day++) {
      append(LocalDate.of(2026, 3, day));
    }
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();
    JobRunner runner = runner();

    assertThat(runner.run(ID, clock.instant().plus(RUN)))
        .isEqualTo(new JobAnswer.Again(Duration.ZERO));
    assertThat(jobs.find(ID).orElseThrow().job().progress()).contains("\"merges\":2");
    assertThat(runner.run(ID, clock.instant().plus(RUN))).isEqualTo(new JobAnswer.Finished());

    assertThat(jobs.find(ID).orElseThrow().job().state())
        .isEqualTo(
            new JobState.Succeeded(
                clock.instant(),
                "{\"merges\":4,\"filesBefore\":20,\"filesAfter\":4,\"bytesBefore\":60,"
                    + "\"bytesAfter\":20,\"rows\":40,\"conflicts\":0,\"leftAlone\":0}"));
  }

  @Test
  void aRunWithoutTimeWaitsAWhile() {
    var _ = tables.create(Datasets.withFields()).orElseThrow();
    append(LocalDate.of(2026, 3, 1));
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();

    assertThat(runner().run(ID, clock.instant().plusSeconds(5)))
        .isEqualTo(new JobAnswer.Again(Duration.ofMinutes(1)));
  }

  @Test
  void aDatasetThatIsNotThereFailsTheJob() {
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();

    assertThat(runner().run(ID, clock.instant().plus(RUN))).isEqualTo(new JobAnswer.Finished());

    assertThat(jobs.find(ID).orElseThrow().job().state())
        .isInstanceOfSatisfying(
            JobState.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("unknown-dataset"));
  }
}
