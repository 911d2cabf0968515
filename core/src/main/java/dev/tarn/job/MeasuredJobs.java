package dev.tarn.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Keeps jobs as another does, and measures those that are given up for no fault of who asked for
/// them. A job fails without anyone at the other end, so that nobody else would tell.
public final class MeasuredJobs implements Jobs {
  private static final int CLIENTS_FAULT_BELOW = 500;

  private final Jobs jobs;
  private final Metrics metrics;

  /// Keeps jobs in `jobs`.
  public MeasuredJobs(Jobs jobs, Metrics metrics) {
    this.jobs = jobs;
    this.metrics = metrics;
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
    if (kept.isPresent() && isGivenUp(next.state())) {
      metrics.record(next.id().dataset().value(), List.of(Metric.JOBS_FAILED.of(1)));
    }
    return kept;
  }

  @Override
  public List<Job> list(DatasetName dataset, JobKind kind, String startAfter, int limit) {
    return jobs.list(dataset, kind, startAfter, limit);
  }

  private static boolean isGivenUp(JobState state) {
    return state instanceof JobState.Failed failed
        && Arrays.stream(ProblemType.values())
            .filter(type -> type.code().equals(failed.code()))
            .noneMatch(type -> type.status() < CLIENTS_FAULT_BELOW);
  }
}
