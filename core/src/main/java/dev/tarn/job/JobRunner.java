package dev.tarn.job;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.ProblemType;
import dev.tarn.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs, one at a time for each call, such that of any number of workers one holds a job, and
/// that every job ends: well, or as failed after a number of attempts. A worker that was killed
/// while it held a job made a failed attempt. Safe for use by many threads, if the works are.
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int CLIENTS_FAULT_BELOW = 500;

  private final Jobs jobs;
  private final Map<JobKind, JobWork> works;
  private final InstantSource clock;
  private final JobLimits limits;
  private final Supplier<String> owners;
  private final Consumer<JobId> ended;

  /// Runs the jobs kept in `jobs`.
  ///
  /// @param works one at most for each kind; jobs of other kinds are left alone
  /// @param owners gives each run a name that no other run has, in whatever process
  /// @throws IllegalArgumentException if two works are of one kind
  public JobRunner(
      Jobs jobs,
      List<JobWork> works,
      InstantSource clock,
      JobLimits limits,
      Supplier<String> owners) {
    this(jobs, works, clock, limits, owners, job -> {});
  }

  /// The same, telling `ended` of each job that was seen to be over, once or more; what that throws
  /// is logged.
  public JobRunner(
      Jobs jobs,
      List<JobWork> works,
      InstantSource clock,
      JobLimits limits,
      Supplier<String> owners,
      Consumer<JobId> ended) {
    this.jobs = jobs;
    this.works = byKind(works);
    this.clock = clock;
    this.limits = limits;
    this.owners = owners;
    this.ended = ended;
  }

  /// Runs the job if it is there, not over, due, and held by no other, and says what is to become
  /// of the message that named it. A store that fails, or a job that is another's, is answered with
  /// [JobAnswer.Again].
  ///
  /// @param deadline when the run is to have ended
  public JobAnswer run(JobId id, Instant deadline) {
    try {
      Optional<Jobs.Kept> found = jobs.find(id);
      if (found.isEmpty()) {
        return new JobAnswer.Finished();
      }
      JobAnswer answer = begin(found.get(), deadline);
      if (answer instanceof JobAnswer.Finished) {
        tell(id);
      }
      return answer;
    } catch (LeaseLostException e) {
      LOG.info("job {} is another worker's now", id);
    } catch (StoreException e) {
      LOG.warn("job {} could not be read or kept", id, e);
    }
    return new JobAnswer.Again(limits.firstBackoff());
  }

  private void tell(JobId id) {
    try {
      ended.accept(id);
    } catch (RuntimeException e) {
      LOG.error("what follows job {} failed", id, e);
    }
  }

  private JobAnswer begin(Jobs.Kept kept, Instant deadline) {
    Instant now = clock.instant();
    Job job = kept.job();
    return switch (job.state()) {
      case JobState.Succeeded _, JobState.Failed _ -> new JobAnswer.Finished();
      case JobState.Queued(Instant due) when due.isAfter(now) -> againAt(due, now);
      case JobState.Queued _ -> take(kept, job, deadline);
      case JobState.Running(String _, Instant end) when end.isAfter(now) -> againAt(end, now);
      case JobState.Running _ -> takeOver(kept, attempted(job), deadline);
    };
  }

  private JobAnswer takeOver(Jobs.Kept kept, Job attempted, Instant deadline) {
    if (attempted.attempts() < limits.maxAttempts()) {
      return take(kept, attempted, deadline);
    }
    LOG.error(
        "job {} failed: its worker was lost in attempt {}", attempted.id(), attempted.attempts());
    Job failed = attempted.with(failed(ProblemType.INTERNAL.code(), ProblemType.INTERNAL.title()));
    return JobHold.replace(jobs, kept, failed).isPresent()
        ? new JobAnswer.Finished()
        : new JobAnswer.Again(limits.firstBackoff());
  }

  private JobAnswer take(Jobs.Kept kept, Job job, Instant deadline) {
    @Nullable JobWork work = works.get(job.id().kind());
    if (work == null) {
      LOG.error("job {} is of a kind that is not done here", job.id());
      return new JobAnswer.Again(limits.longestBackoff());
    }
    JobState running = new JobState.Running(owners.get(), clock.instant().plus(limits.lease()));
    Optional<JobHold> hold = JobHold.take(jobs, kept, job.with(running), deadline);
    return hold.isPresent() ? work(work, hold.get()) : new JobAnswer.Again(limits.firstBackoff());
  }

  private JobAnswer work(JobWork work, JobHold hold) {
    JobOutcome outcome;
    try {
      outcome = work.run(hold);
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      return thrown(hold, e);
    }
    return switch (outcome) {
      case JobOutcome.Done(String result) -> {
        hold.put(hold.job().with(new JobState.Succeeded(clock.instant(), result)));
        yield new JobAnswer.Finished();
      }
      case JobOutcome.Unfinished(Duration delay) -> requeue(hold, hold.job(), delay);
    };
  }

  private JobAnswer thrown(JobHold hold, RuntimeException cause) {
    Job job = hold.job();
    Optional<Problem> problem =
        cause instanceof ProblemException carrier
            ? Optional.of(carrier.problem())
            : Optional.empty();
    String code = problem.map(Problem::type).orElse(ProblemType.INTERNAL).code();
    String detail = problem.map(Problem::detail).orElse(ProblemType.INTERNAL.title());
    if (problem.filter(known -> known.type().status() < CLIENTS_FAULT_BELOW).isPresent()) {
      LOG.info("job {} was refused: {}: {}", job.id(), code, detail);
      hold.put(job.with(failed(code, detail)));
      return new JobAnswer.Finished();
    }
    Job attempted = attempted(job);
    if (attempted.attempts() >= limits.maxAttempts()) {
      LOG.error("job {} failed in attempt {}, its last", job.id(), attempted.attempts(), cause);
      hold.put(attempted.with(failed(code, detail)));
      return new JobAnswer.Finished();
    }
    LOG.warn("job {} failed in attempt {}", job.id(), attempted.attempts(), cause);
    return requeue(hold, attempted, limits.backoff(attempted.attempts()));
  }

  private JobAnswer requeue(JobHold hold, Job job, Duration delay) {
    hold.put(job.with(new JobState.Queued(clock.instant().plus(delay))));
    return new JobAnswer.Again(limits.capped(delay));
  }

  private JobState failed(String code, String detail) {
    return new JobState.Failed(clock.instant(), code, detail);
  }

  private JobAnswer againAt(Instant time, Instant now) {
    return new JobAnswer.Again(limits.capped(Duration.between(now, time)));
  }

  private static Job attempted(Job job) {
    return new Job(
        job.id(), job.request(), job.created(), job.state(), job.attempts() + 1, job.progress());
  }

  private static Map<JobKind, JobWork> byKind(List<JobWork> works) {
    Map<JobKind, JobWork> byKind = new EnumMap<>(JobKind.class);
    for (JobWork work : works) {
      if (byKind.put(work.kind(), work) != null) {
        throw new IllegalArgumentException("two works of the kind " + work.kind().label());
      }
    }
    return byKind;
  }
}
