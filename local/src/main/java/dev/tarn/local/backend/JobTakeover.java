package dev.tarn.local.backend;

import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobQueue;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go on at once what a process that is gone was doing: its jobs' leases end, and their
/// messages can be received. Whoever runs this is to know that no other process does jobs.
final class JobTakeover implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JobTakeover.class);

  private final Jobs jobs;
  private final StoredJobQueue queue;
  private final InstantSource clock;

  JobTakeover(Jobs jobs, StoredJobQueue queue, InstantSource clock) {
    this.jobs = jobs;
    this.queue = queue;
    this.clock = clock;
  }

  /// Throws [dev.tarn.store.StoreException] where not all of it could be done; it can be done
  /// again.
  @Override
  public void run() {
    for (JobId id : queue.releaseAll()) {
      jobs.find(id).ifPresent(this::endLease);
    }
  }

  private void endLease(Jobs.Kept kept) {
    Instant now = clock.instant();
    Job job = kept.job();
    if (job.state() instanceof JobState.Running(String owner, Instant leaseEnd)
        && leaseEnd.isAfter(now)) {
      LOG.info("job {} is taken over from a process that is gone", job.id());
      var _ = jobs.replace(kept, job.with(new JobState.Running(owner, now)));
    }
  }
}
