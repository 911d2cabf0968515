package dev.tarn.expiry.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetName;
import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.Leftovers;
import dev.tarn.expiry.Retention;
import dev.tarn.expiry.VersionHold;
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
import dev.tarn.record.Datasets;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.MemoryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryWorkTest {
  private static final JobId ID = new JobId(new DatasetName("readings"), JobKind.EXPIRE, "daily");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final MemoryTables tables = new MemoryTables(clock);
  private final Jobs jobs = new StoredJobs(store);

  private JobAnswer run() {
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();
    Expiry expiry =
        new Expiry(tables, store, Retention.DEFAULT, VersionHold.NONE, clock, new MemoryMetrics());
    return new JobRunner(
            jobs,
            List.of(new ExpiryWork(expiry, new Leftovers(List.of(), clock))),
            clock,
            JobLimits.DEFAULT,
            () -> "worker")
        .run(ID, clock.instant().plusSeconds(60));
  }

  @Test
  void theJobSaysWhatWasLetGo() {
    var _ = tables.create(Datasets.withFields()).orElseThrow();
    var _ = store.put(new ObjectKey("memory/2026-03-01/lost.parquet"), new byte[10]);
    clock.pass(Duration.ofDays(8));

    assertThat(run()).isEqualTo(new JobAnswer.Finished());

    assertThat(jobs.find(ID).orElseThrow().job().state())
        .isEqualTo(
            new JobState.Succeeded(
                clock.instant(),
                "{\"filesRemoved\":0,\"rowsRemoved\":0,\"filesDeleted\":1,\"bytesDeleted\":10,"
                    + "\"logObjectsDeleted\":0,\"leftoversDeleted\":0}"));
  }

  @Test
  void aDatasetThatIsNotThereFailsTheJob() {
    assertThat(run()).isEqualTo(new JobAnswer.Finished());

    assertThat(jobs.find(ID).orElseThrow().job().state()).isInstanceOf(JobState.Failed.class);
  }
}
