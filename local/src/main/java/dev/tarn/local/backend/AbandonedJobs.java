package dev.tarn.local.backend;

import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes jobs over at once from processes that are gone, which hold them until their leases end.
final class AbandonedJobs {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedJobs.class);

  private final Jobs jobs;
  private final InstantSource clock;

  AbandonedJobs(Jobs jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /// Ends the lease of the job, if it has one: whoever runs it next counts a failed attempt. Throws
  /// [dev.tarn.store.StoreException] where that could not be done; it can be done again.
  void endLease(JobId id) {
    Instant now = clock.instant();
    jobs.find(id)
        .ifPresent(kept -> replaceLease(kept, now, owner -> new JobState.Running(owner, now)));
  }

  /// Queues the job again, if it has a lease: what ended the process was not the job's doing.
  /// Throws as [#endLease].
  void queueAgain(JobId id) {
    Instant now = clock.instant();
    jobs.find(id).ifPresent(kept -> replaceLease(kept, now, owner -> new JobState.Queued(now)));
  }

  /// What the job's state is to be instead, by the name of its worker.
  @FunctionalInterface
  private interface Next {
    JobState of(String owner);
  }

  private void replaceLease(Jobs.Kept kept, Instant now, Next next) {
    Job job = kept.job();
    if (job.state() instanceof JobState.Running(String owner, Instant leaseEnd)
        && leaseEnd.isAfter(now)) {
      LOG.info("job {} is taken over from a process that is gone", job.id());
      var _ = jobs.replace(kept, job.with(next.of(owner)));
    }
  }
}
