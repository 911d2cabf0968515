package dev.tarn.export.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.Schedule;
import dev.tarn.export.Schedules;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the exports of schedules that are due: for each schedule the windows in order, one at a
/// time, each by one job, however often and from wherever this is called. A window whose job failed
/// for good holds its schedule, and is tried again after a while.
public final class ScheduledExports {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledExports.class);
  private static final int MOST_WINDOWS = 1_000;

  /// After this long a job that should be running is taken for one whose message was lost.
  private static final Duration OVERDUE = Duration.ofMinutes(2);

  private static final Duration RETRY = Duration.ofHours(1);

  private final Schedules schedules;
  private final Jobs jobs;
  private final JobQueue queue;
  private final InstantSource clock;
  private final Metrics metrics;

  /// Starts what is due of `schedules` by `clock`.
  public ScheduledExports(
      Schedules schedules, Jobs jobs, JobQueue queue, InstantSource clock, Metrics metrics) {
    this.schedules = schedules;
    this.jobs = jobs;
    this.queue = queue;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Starts what is due of all schedules. One that cannot be started does not keep others from it;
  /// throws the first failure when all have been tried.
  public void startDue() {
    Optional<RuntimeException> failure = Optional.empty();
    for (Schedules.Kept kept : schedules.list()) {
      try {
        startDue(kept, RETRY);
      } catch (RuntimeException e) {
        LOG.warn("schedule {} of {} could not be started", name(kept), dataset(kept), e);
        failure = failure.or(() -> Optional.of(e));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /// Starts what is due of one schedule, if there is such a schedule.
  ///
  /// @param retryAfter how long after its failure a window is tried again
  public void startDue(DatasetName dataset, ExportName name, Duration retryAfter) {
    schedules.find(dataset, name).ifPresent(kept -> startDue(kept, retryAfter));
  }

  /// Starts what is due after the job, if it is one of a schedule.
  public void startAfter(JobId job) {
    if (job.kind() == JobKind.EXPORT) {
      JobIds.exportName(job).ifPresent(name -> startDue(job.dataset(), name, RETRY));
    }
  }

  /// The export that the schedule makes next.
  public static JobId next(Schedules.Kept kept) {
    return JobIds.of(kept.schedule().request(kept.progress()));
  }

  private void startDue(Schedules.Kept kept, Duration retryAfter) {
    Optional<Schedules.Kept> current = Optional.of(kept);
    for (int windows = 0; windows < MOST_WINDOWS && current.isPresent(); windows++) {
      current = startNext(current.get(), retryAfter);
    }
  }

  /// Starts the window that is next, or gives the schedule with the next one if that is exported.
  private Optional<Schedules.Kept> startNext(Schedules.Kept kept, Duration retryAfter) {
    Schedule schedule = kept.schedule();
    Instant now = clock.instant();
    Duration lag = Duration.between(schedule.due(kept.progress()), now);
    measure(schedule, lag);
    if (lag.isNegative()) {
      return Optional.empty();
    }
    ExportRequest request = schedule.request(kept.progress());
    JobId id = JobIds.of(request);
    Optional<Jobs.Kept> found = jobs.find(id);
    if (found.isEmpty()) {
      Schedule.Progress newest = schedule.skipTo(kept.progress(), now);
      if (!newest.equals(kept.progress())) {
        return replaced(kept, newest);
      }
      if (jobs.create(Job.queued(id, RequestJson.write(request), now))) {
        queue.send(id, Duration.ZERO);
      }
      return Optional.empty();
    }
    return switch (found.get().job().state()) {
      case JobState.Succeeded(Instant _, String result) -> advance(kept, result);
      case JobState.Failed(Instant finished, String code, String detail) -> {
        LOG.warn("export {} holds its schedule: {}: {}", id, code, detail);
        if (!finished.plus(retryAfter).isAfter(now)) {
          revive(found.get(), request, now);
        }
        yield Optional.empty();
      }
      case JobState.Queued(Instant notBefore) -> remind(id, notBefore, now);
      case JobState.Running(String _, Instant leaseEnd) -> remind(id, leaseEnd, now);
    };
  }

  private Optional<Schedules.Kept> advance(Schedules.Kept kept, String result) {
    return replaced(
        kept, kept.schedule().after(kept.progress(), ResultJson.read(result).version()));
  }

  private Optional<Schedules.Kept> replaced(Schedules.Kept kept, Schedule.Progress progress) {
    Optional<Schedules.Kept> replaced = schedules.replace(kept, kept.schedule(), progress);
    return replaced.isPresent() ? replaced : schedules.find(dataset(kept), name(kept));
  }

  /// A job that had begun to publish goes on with that; any other begins anew, by the schedule as
  /// it is now.
  private void revive(Jobs.Kept failed, ExportRequest request, Instant now) {
    Job job = failed.job();
    boolean publishing = ProgressJson.read(job.progress()) instanceof ExportProgress.Publishing;
    Job again =
        publishing
            ? new Job(
                job.id(), job.request(), job.created(), new JobState.Queued(now), 0, job.progress())
            : Job.queued(job.id(), RequestJson.write(request), now);
    if (jobs.replace(failed, again).isPresent()) {
      queue.send(job.id(), Duration.ZERO);
    }
  }

  private Optional<Schedules.Kept> remind(JobId id, Instant expected, Instant now) {
    if (!expected.plus(OVERDUE).isAfter(now)) {
      queue.send(id, Duration.ZERO);
    }
    return Optional.empty();
  }

  private void measure(Schedule schedule, Duration lag) {
    metrics.record(
        schedule.dataset().value(), List.of(Metric.EXPORT_LAG.of(Math.max(0, lag.toSeconds()))));
  }

  private static DatasetName dataset(Schedules.Kept kept) {
    return kept.schedule().dataset();
  }

  private static ExportName name(Schedules.Kept kept) {
    return kept.schedule().name();
  }
}
