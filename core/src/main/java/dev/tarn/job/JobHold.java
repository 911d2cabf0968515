package dev.tarn.job;

import dev.tarn.store.StoreException;
import java.time.Instant;
import java.util.Optional;

/// A job that this worker has taken, for one run. For use by one thread.
final class JobHold implements JobRun {
  private final Jobs jobs;
  private final Instant deadline;
  private Jobs.Kept held;

  private JobHold(Jobs jobs, Jobs.Kept held, Instant deadline) {
    this.jobs = jobs;
    this.held = held;
    this.deadline = deadline;
  }

  /// Takes the job by putting `taken`, whose owner no other run has, in the place of `before`.
  /// Empty if another was first.
  static Optional<JobHold> take(Jobs jobs, Jobs.Kept before, Job taken, Instant deadline) {
    return replace(jobs, before, taken).map(held -> new JobHold(jobs, held, deadline));
  }

  @Override
  public Job job() {
    return held.job();
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public void checkpoint(String progress) {
    Job job = held.job();
    put(new Job(job.id(), job.request(), job.created(), job.state(), job.attempts(), progress));
  }

  /// Puts `next` in the place of the job. Throws [LeaseLostException] if another has taken it over.
  void put(Job next) {
    held = replace(jobs, held, next).orElseThrow(() -> new LeaseLostException(next.id()));
  }

  /// A put whose answer was lost, here or within the store's own attempts, may have taken effect.
  /// As no other run writes this run's owner, finding `next` itself says that it has; and if
  /// another found out the same end of the job, it does not matter whose it is.
  static Optional<Jobs.Kept> replace(Jobs jobs, Jobs.Kept before, Job next) {
    try {
      Optional<Jobs.Kept> kept = jobs.replace(before, next);
      return kept.isPresent() ? kept : found(jobs, next);
    } catch (StoreException e) {
      Optional<Jobs.Kept> now;
      try {
        now = jobs.find(next.id());
      } catch (StoreException again) {
        e.addSuppressed(again);
        throw e;
      }
      if (now.filter(kept -> kept.job().equals(next)).isPresent()) {
        return now;
      }
      if (now.filter(kept -> kept.tag().equals(before.tag())).isPresent()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<Jobs.Kept> found(Jobs jobs, Job next) {
    return jobs.find(next.id()).filter(kept -> kept.job().equals(next));
  }
}
