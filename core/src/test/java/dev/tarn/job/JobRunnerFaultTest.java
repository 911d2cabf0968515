package dev.tarn.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Fails or kills the worker at every call of the store in turn, before and after it took effect.
class JobRunnerFaultTest {
  private static final JobId ID =
      new JobId(new DatasetName("earthquakes"), JobKind.EXPORT, "daily");
  private static final int STEPS = 3;

  /// One call for finding, one for taking, one for each checkpoint, one for the end.
  private static final int CALLS = 2 + STEPS + 1;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-02-01T10:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final Jobs jobs = new StoredJobs(store);
  private final AtomicInteger owners = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void aJobEndsOnceWhereverItIsHit(boolean killed, boolean answered) {
    for (int at = 1; at <= CALLS; at++) {
      store.delete(
          store.list("", Optional.empty()).objects().stream().map(object -> object.key()).toList());
      assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();
      int hit = at;
      Steps steps = new Steps();
      FaultyStore faulty =
          new FaultyStore(
              store,
              call -> {
                if (call.number() == hit && call.answered() == answered) {
                  if (killed) {
                    throw new Killed();
                  }
                  throw new StoreException("hit");
                }
              });

      boolean wasKilled = end(new StoredJobs(faulty), steps, killed);

      Job job = jobs.find(ID).orElseThrow().job();
      assertThat(wasKilled).as("call %d", at).isEqualTo(killed);
      assertThat(job.state()).as("call %d", at).isInstanceOf(JobState.Succeeded.class);
      assertThat(job.progress()).isEqualTo("x".repeat(STEPS));
      assertThat(job.attempts()).isLessThanOrEqualTo(1);
      // A step may be done again, by the one run after that which was hit.
      assertThat(steps.done).isBetween(STEPS, STEPS + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aJobEndsOverAStoreThatFailsOften(long seed) {
    assertThat(jobs.create(Job.queued(ID, "{}", clock.instant()))).isTrue();
    Steps steps = new Steps();
    FaultyStore faulty =
        new FaultyStore(store, seed, new FaultyStore.Faults(0.2, 0.2, Duration.ZERO));

    assertThat(end(new StoredJobs(faulty), steps, false)).isFalse();

    assertThat(jobs.find(ID).orElseThrow().job().state().isFinal()).isTrue();
  }

  /// Brings the job to workers until it is over; says whether one was killed.
  private boolean end(Jobs through, Steps steps, boolean mayBeKilled) {
    boolean wasKilled = false;
    JobLimits limits = JobLimits.DEFAULT;
    JobRunner runner =
        new JobRunner(
            through, List.of(steps), clock, limits, () -> "owner-" + owners.incrementAndGet());
    for (int i = 0; i < 100; i++) {
      try {
        if (!(runner.run(ID, clock.instant().plusSeconds(60))
            instanceof JobAnswer.Again(Duration delay))) {
          return wasKilled;
        }
        clock.pass(delay);
      } catch (Killed e) {
        assertThat(mayBeKilled).isTrue();
        wasKilled = true;
        clock.pass(Duration.ofMinutes(1));
      }
    }
    throw new AssertionError("the job goes on for ever");
  }

  /// Makes the progress longer step by step.
  private static final class Steps implements JobWork {
    private int done;

    @Override
    public JobKind kind() {
      return JobKind.EXPORT;
    }

    @Override
    public JobOutcome run(JobRun run) {
      while (run.job().progress().length() < STEPS) {
        String next = run.job().progress() + "x";
        done++;
        run.checkpoint(next);
      }
      return new JobOutcome.Done("{}");
    }
  }

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
