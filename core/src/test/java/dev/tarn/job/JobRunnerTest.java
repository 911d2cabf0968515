package dev.tarn.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.problem.Problem;
import dev.tarn.store.ManualClock;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
  private static final JobId ID =
      new JobId(new DatasetName("earthquakes"), JobKind.EXPORT, "daily");
  private static final JobLimits LIMITS = JobLimits.DEFAULT;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-02-01T10:00:00Z"));
  private final Jobs jobs = new StoredJobs(new MemoryStore(clock));
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void runsAJobToItsEndOnce() {
    create();
    JobRunner runner =
        runner(run -> {
          assertThat(run.job().state())
              .isEqualTo(new JobState.Running("owner-1", clock.instant().plus(LIMITS.lease())));
          assertThat(run.job().request()).isEqualTo("{\"q\":1}");
          assertThat(run.deadline()).isEqualTo(clock.instant().plusSeconds(60));
          return new JobOutcome.Done("{\"r\":2}");
        });

    assertThat(run(runner)).isEqualTo(new JobAnswer.Finished());
    assertThat(run(runner)).isEqualTo(new JobAnswer.Finished());

    assertThat(runs).hasValue(1);
    assertThat(job().state()).isEqualTo(new JobState.Succeeded(clock.instant(), "{\"r\":2}"));
    assertThat(job().attempts()).isZero();
  }

  @Test
  void anUnknownJobIsFinished() {
    assertThat(run(runner(_ -> new JobOutcome.Done("{}")))).isEqualTo(new JobAnswer.Finished());
    assertThat(runs).hasValue(0);
  }

  @Test
  void goesOnFromItsCheckpointWithoutCountingAnAttempt() {
    create();
    JobRunner runner =
        runner(run -> {
          int done = run.job().progress().length();
          run.checkpoint("x".repeat(done + 1));
          return done == 7
              ? new JobOutcome.Done("{}")
              : new JobOutcome.Unfinished(Duration.ofMinutes(1));
        });

    for (int i = 0; i < 7; i++) {
      assertThat(run(runner)).isEqualTo(new JobAnswer.Again(Duration.ofMinutes(1)));
      clock.pass(Duration.ofSeconds(20));
      assertThat(run(runner)).isEqualTo(new JobAnswer.Again(Duration.ofSeconds(40)));
      clock.pass(Duration.ofSeconds(40));
    }
    assertThat(run(runner)).isEqualTo(new JobAnswer.Finished());

    assertThat(runs).hasValue(8);
    assertThat(job().attempts()).isZero();
    assertThat(job().progress()).hasSize(8);
  }

  @Test
  void aClientsFaultFailsAtOnce() {
    create();
    JobRunner runner =
        runner(_ -> {
          throw new Problem.SqlRefused("no column 'x'").exception();
        });

    assertThat(run(runner)).isEqualTo(new JobAnswer.Finished());

    assertThat(job().state())
        .isEqualTo(new JobState.Failed(clock.instant(), "sql-refused", "no column 'x'"));
  }

  @Test
  void anyOtherFailureIsTriedAgainEverLaterAndEnds() {
    create();
    JobRunner runner =
        runner(run -> {
          run.checkpoint("seen");
          throw new IllegalStateException("secret of a class");
        });
    List<Long> waits = new ArrayList<>();

    while (run(runner) instanceof JobAnswer.Again(Duration delay)) {
      waits.add(delay.toSeconds());
      clock.pass(delay);
    }

    assertThat(waits).containsExactly(10L, 20L, 40L, 80L);
    assertThat(runs).hasValue(5);
    assertThat(job().attempts()).isEqualTo(5);
    assertThat(job().progress()).isEqualTo("seen");
    assertThat(job().state())
        .isEqualTo(
            new JobState.Failed(clock.instant(), "internal", "Something went wrong on our side"));
  }

  @Test
  void aFailureOnOurSideKeepsItsCode() {
    create();
    JobRunner runner =
        runner(_ -> {
          throw new Problem.Internal().exception();
        });

    while (run(runner) instanceof JobAnswer.Again(Duration delay)) {
      clock.pass(delay);
    }

    assertThat(job().state())
        .isEqualTo(
            new JobState.Failed(clock.instant(), "internal", new Problem.Internal().detail()));
  }

  @Test
  void waitsNoLongerThanTheLongestBackoff() {
    assertThat(LIMITS.backoff(1)).hasSeconds(10);
    assertThat(LIMITS.backoff(6)).hasSeconds(320);
    assertThat(LIMITS.backoff(7)).hasMinutes(10);
    assertThat(LIMITS.backoff(1_000_000)).hasMinutes(10);
  }

  @Test
  void aJobHeldByAnotherIsLookedAtLater() {
    create();
    JobRunner runner =
        runner(_ -> {
          assertThat(run(runner(_ -> new JobOutcome.Done("{}"))))
              .isEqualTo(new JobAnswer.Again(LIMITS.longestBackoff()));
          clock.pass(Duration.ofMinutes(7));
          assertThat(run(runner(_ -> new JobOutcome.Done("{}"))))
              .isEqualTo(new JobAnswer.Again(Duration.ofMinutes(9)));
          return new JobOutcome.Done("{}");
        });

    assertThat(run(runner)).isEqualTo(new JobAnswer.Finished());
    assertThat(runs).hasValue(1);
  }

  @Test
  void oneWhoseLeaseEndedWritesNothingAnyMore() {
    create();
    JobRunner late =
        runner(run -> {
          clock.pass(LIMITS.lease());
          assertThat(run(runner(_ -> new JobOutcome.Done("{\"by\":\"other\"}"))))
              .isEqualTo(new JobAnswer.Finished());
          assertThatThrownBy(() -> run.checkpoint("mine")).isInstanceOf(LeaseLostException.class);
          return new JobOutcome.Done("{\"by\":\"late\"}");
        });

    assertThat(run(late)).isEqualTo(new JobAnswer.Again(LIMITS.firstBackoff()));

    assertThat(job().state())
        .isEqualTo(new JobState.Succeeded(clock.instant(), "{\"by\":\"other\"}"));
    assertThat(job().progress()).isEmpty();
    assertThat(job().attempts()).isEqualTo(1);
  }

  @Test
  void aJobThatKillsItsWorkersEnds() {
    create();
    JobRunner runner =
        runner(_ -> {
          throw new Killed();
        });

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> run(runner)).isInstanceOf(Killed.class);
      clock.pass(LIMITS.lease());
    }
    assertThat(run(runner)).isEqualTo(new JobAnswer.Finished());

    assertThat(runs).hasValue(5);
    assertThat(job().state()).isInstanceOf(JobState.Failed.class);
  }

  @Test
  void aJobOfAnotherKindIsLeftAlone() {
    create();
    JobRunner none = new JobRunner(jobs, List.of(), clock, LIMITS, () -> "owner");

    assertThat(run(none)).isEqualTo(new JobAnswer.Again(LIMITS.longestBackoff()));
    assertThat(job().state()).isInstanceOf(JobState.Queued.class);
  }

  @Test
  void aWorksStoreFailureIsAFailedAttempt() {
    create();
    JobRunner runner =
        runner(_ -> {
          throw new StoreException("gone");
        });

    assertThat(run(runner)).isEqualTo(new JobAnswer.Again(LIMITS.firstBackoff()));
    assertThat(job().attempts()).isEqualTo(1);
  }

  private void create() {
    assertThat(jobs.create(Job.queued(ID, "{\"q\":1}", clock.instant()))).isTrue();
  }

  private Job job() {
    return jobs.find(ID).orElseThrow().job();
  }

  private JobAnswer run(JobRunner runner) {
    return runner.run(ID, clock.instant().plusSeconds(60));
  }

  private JobRunner runner(Function<JobRun, JobOutcome> body) {
    JobWork work =
        new JobWork() {
          @Override
          public JobKind kind() {
            return JobKind.EXPORT;
          }

          @Override
          public JobOutcome run(JobRun run) {
            runs.incrementAndGet();
            return body.apply(run);
          }
        };
    AtomicInteger owners = new AtomicInteger();
    return new JobRunner(
        jobs, List.of(work), clock, LIMITS, () -> "owner-" + owners.incrementAndGet());
  }

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
