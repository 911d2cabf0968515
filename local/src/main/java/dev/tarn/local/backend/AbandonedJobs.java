package dev.tarn.local.backend;

import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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
    Optional<Jobs.Kept> kept = jobs.find(id);
    if (kept.isPresent()
        && kept.get().job().state() instanceof JobState.Running(String owner, Instant leaseEnd)
        && leaseEnd.isAfter(now)) {
      replace(kept.get(), new JobState.Running(owner, now));
    }
  }

  /// Lets the job be run at once, whether it has a lease or waits: what ended the process, or cut a
  /// run off when it ended, was not the job's doing. Throws as [#endLease].
  void queueAgain(JobId id) {
    Instant now = clock.instant();
    Optional<Jobs.Kept> kept = jobs.find(id);
    if (kept.isPresent() && isLater(kept.get().job().state(), now)) {
      replace(kept.get(), new JobState.Queued(now));
    }
  }

  private static boolean isLater(JobState state, Instant now) {
    return switch (state) {
      case JobState.Queued(Instant notBefore) -> notBefore.isAfter(now);
      case JobState.Running(String _, Instant leaseEnd) -> leaseEnd.isAfter(now);
      case JobState.Succeeded _, JobState.Failed _ -> false;
    };
  }

  private void replace(Jobs.Kept kept, JobState next) {
    LOG.info("job {} is taken over from a process that is gone", kept.job().id());
    var _ = jobs.replace(kept, kept.job().with(next));
  }
}
