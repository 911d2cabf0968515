package dev.tarn.local.backend;

import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobQueue;
import java.time.InstantSource;

/// Lets go on at once what a process that is gone was doing: its jobs' leases end, and their
/// messages can be received. Whoever runs this is to know that no other process does jobs.
final class JobTakeover implements Runnable {
  private final StoredJobQueue queue;
  private final AbandonedJobs abandoned;

  JobTakeover(Jobs jobs, StoredJobQueue queue, InstantSource clock) {
    this.queue = queue;
    this.abandoned = new AbandonedJobs(jobs, clock);
  }

  /// Throws [dev.tarn.store.StoreException] where not all of it could be done; it can be done
  /// again.
  @Override
  public void run() {
    queue.releaseAll().forEach(abandoned::endLease);
  }
}
