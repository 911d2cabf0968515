package dev.tarn.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.problem.ProblemType;
import dev.tarn.store.ManualClock;
import dev.tarn.store.memory.MemoryStore;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredJobsTest {
  private static final JobId ID =
      new JobId(new DatasetName("earthquakes"), JobKind.COMPACT, "daily");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-02-01T10:00:00Z"));
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Jobs jobs = new MeasuredJobs(new StoredJobs(new MemoryStore(clock)), metrics);

  @BeforeEach
  void thereIsAJob() {
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();
  }

  private boolean become(JobState state) {
    Jobs.Kept kept = jobs.find(ID).orElseThrow();
    return jobs.replace(kept, kept.job().with(state)).isPresent();
  }

  private JobState.Failed failed(String code) {
    return new JobState.Failed(clock.instant(), code, "detail");
  }

  @ParameterizedTest
  @CsvSource({
    "internal, 1",
    "store-unavailable, 1",
    "of-a-later-release, 1",
    "sql-refused, 0",
    "unknown-dataset, 0"
  })
  void aJobThatIsGivenUpCountsUnlessItsAskerIsAtFault(String code, int counted) {
    assertThat(become(failed(code))).isTrue();

    assertThat(metrics.sum("JobsFailed")).isEqualTo(counted);
    assertThat(metrics.recordings())
        .allSatisfy(recording -> assertThat(recording.dataset()).isEqualTo("earthquakes"));
  }

  @Test
  void otherEndsDoNotCount() {
    assertThat(become(new JobState.Running("owner", clock.instant().plusSeconds(60)))).isTrue();
    assertThat(become(new JobState.Queued(clock.instant()))).isTrue();
    assertThat(become(new JobState.Succeeded(clock.instant(), "{}"))).isTrue();

    assertThat(metrics.recordings()).isEmpty();
  }

  @Test
  void aFailureThatAnotherWorkerForestalledDoesNotCount() {
    Jobs.Kept stale = jobs.find(ID).orElseThrow();
    assertThat(become(new JobState.Running("other", clock.instant().plusSeconds(60)))).isTrue();

    assertThat(jobs.replace(stale, stale.job().with(failed(ProblemType.INTERNAL.code()))))
        .isEmpty();

    assertThat(metrics.recordings()).isEmpty();
  }
}
