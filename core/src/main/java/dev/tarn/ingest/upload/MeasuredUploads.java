package dev.tarn.ingest.upload;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import java.util.List;
import java.util.Optional;

/// Keeps the jobs of uploads as another does, and measures how they end: whoever put the file has
/// been answered long before.
public final class MeasuredUploads implements Jobs {
  private final Jobs jobs;
  private final Metrics metrics;

  /// Keeps jobs in `jobs`.
  public MeasuredUploads(Jobs jobs, Metrics metrics) {
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
    if (kept.isPresent()) {
      switch (next.state()) {
        case JobState.Succeeded _ -> measure(next, Metric.UPLOADS_COMMITTED);
        case JobState.Failed _ -> measure(next, Metric.UPLOADS_FAILED);
        case JobState.Queued _, JobState.Running _ -> {}
      }
    }
    return kept;
  }

  private void measure(Job job, Metric metric) {
    metrics.record(job.id().dataset().value(), List.of(metric.of(1)));
  }

  @Override
  public List<Job> list(DatasetName dataset, JobKind kind, String startAfter, int limit) {
    return jobs.list(dataset, kind, startAfter, limit);
  }
}
