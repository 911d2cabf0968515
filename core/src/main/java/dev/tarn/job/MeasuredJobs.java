package dev.tarn.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keeps jobs as another does, and measures how they end. A job ends without anyone at the other
/// end, so that nobody else would tell.
public final class MeasuredJobs implements Jobs {
  private static final int CLIENTS_FAULT_BELOW = 500;

  private final Jobs jobs;
  private final Metrics metrics;
  private final Function<JobState, Optional<Metric>> counted;

  /// Keeps jobs in `jobs`, and counts those that are given up for no fault of who asked for them.
  public MeasuredJobs(Jobs jobs, Metrics metrics) {
    this(jobs, metrics, MeasuredJobs::givenUp);
  }

  /// Keeps jobs in `jobs`.
  ///
  /// @param counted as what a job counts that comes into that state
  public MeasuredJobs(Jobs jobs, Metrics metrics, Function<JobState, Optional<Metric>> counted) {
    this.jobs = jobs;
    this.metrics = metrics;
    this.counted = counted;
  }

  @Override
  public boolean create(Job job) {
    return jobs.create(job);
  }

  @Override
  public Optional<Kept> find(JobId id) {
    return jobs.find(id);
  }

  @Override
  public Optional<Kept> replace(Kept before, Job next) {
    Optional<Kept> kept = jobs.replace(before, next);
    if (kept.isPresent()) {
      counted
          .apply(next.state())
          .ifPresent(metric -> metrics.record(next.id().dataset().value(), List.of(metric.of(1))));
    }
    return kept;
  }

  @Override
  public List<Job> list(DatasetName dataset, JobKind kind, String startAfter, int limit) {
    return jobs.list(dataset, kind, startAfter, limit);
  }

  private static Optional<Metric> givenUp(JobState state) {
    boolean isGivenUp =
        state instanceof JobState.Failed failed
            && Arrays.stream(ProblemType.values())
                .filter(type -> type.code().equals(failed.code()))
                .noneMatch(type -> type.status() < CLIENTS_FAULT_BELOW);
    return isGivenUp ? Optional.of(Metric.JOBS_FAILED) : Optional.empty();
  }
}
