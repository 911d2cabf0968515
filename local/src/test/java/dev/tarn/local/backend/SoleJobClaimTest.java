package dev.tarn.local.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.store.ManualClock;
import dev.tarn.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoleJobClaimTest {
  private static final JobId ID = new JobId(new DatasetName("quakes"), JobKind.COMPACT, "one");

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final Jobs jobs = new StoredJobs(store);
  private final StoredJobQueue queue = new StoredJobQueue(store, clock, Duration.ofMinutes(7), 10);

  private JobClaim claim() {
    return new SoleJobClaim(directory, new JobTakeover(jobs, queue, clock));
  }

  private void begin(JobState state) {
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()).with(state))).isTrue();
    queue.send(ID, Duration.ZERO);
    assertThat(queue.receive(1)).hasSize(1);
    assertThat(queue.receive(1)).isEmpty();
  }

  private JobState state() {
    return jobs.find(ID).orElseThrow().job().state();
  }

  @Test
  void oneHasItAtATime() {
    JobClaim first = claim();
    JobClaim second = claim();

    assertThat(first.isHeld()).isTrue();
    assertThat(first.isHeld()).isTrue();
    assertThat(second.isHeld()).isFalse();
    // Giving back what it has not does not take the other's.
    second.close();
    assertThat(second.isHeld()).isFalse();

    first.close();
    assertThat(second.isHeld()).isTrue();
    assertThat(first.isHeld()).isFalse();
    second.close();
  }

  @Test
  void whatTheLastHolderWasDoingCanGoOn() {
    begin(new JobState.Running("gone", clock.instant().plus(Duration.ofMinutes(6))));

    try (JobClaim claim = claim()) {
      assertThat(claim.isHeld()).isTrue();
    }

    assertThat(state()).isEqualTo(new JobState.Running("gone", clock.instant()));
    assertThat(queue.receive(10)).extracting(JobQueue.Delivery::job).isEqualTo(List.of(ID));
  }

  @Test
  void itsOwnJobsAreLeftAlone() {
    try (JobClaim claim = claim()) {
      assertThat(claim.isHeld()).isTrue();
      JobState running = new JobState.Running("own", clock.instant().plus(Duration.ofMinutes(6)));
      begin(running);

      assertThat(claim.isHeld()).isTrue();

      assertThat(state()).isEqualTo(running);
      assertThat(queue.receive(1)).isEmpty();
    }
  }

  @Test
  void aJobThatIsOverIsLeftAsItIs() {
    JobState done = new JobState.Succeeded(clock.instant(), "{}");
    begin(done);

    try (JobClaim claim = claim()) {
      assertThat(claim.isHeld()).isTrue();
    }

    assertThat(state()).isEqualTo(done);
  }
}
