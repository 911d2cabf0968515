package dev.tarn.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Runs the jobs that a queue's messages name. It has no thread of its own: whoever calls it waits
/// for the jobs. Safe for use by many threads, if the queue and the works are.
public final class JobWorker {
  private final JobQueue queue;
  private final JobRunner runner;
  private final InstantSource clock;

  /// Runs with `runner` what `queue` brings, by `clock`.
  public JobWorker(JobQueue queue, JobRunner runner, InstantSource clock) {
    this.queue = queue;
    this.runner = runner;
    this.clock = clock;
  }

  /// Runs the job that a message named; after that the message is to be acknowledged. A job that is
  /// to be looked at again has a message of its own for that by then, so that however often a job
  /// goes on, none of its messages is delivered so often that it is put aside.
  ///
  /// Throws [dev.tarn.store.StoreException] if that message could not be sent; the one that named
  /// the job must then stay in the queue.
  ///
  /// @param deadline when the run is to have ended
  public void run(JobId job, Instant deadline) {
    switch (runner.run(job, deadline)) {
      case JobAnswer.Finished _ -> {}
      case JobAnswer.Again(var delay) -> queue.send(job, delay);
    }
  }

  /// Runs one job after the other, until no message is due or `deadline` is reached, and says for
  /// how many messages it did. Messages are received one at a time, so that none is hidden while
  /// another's job runs.
  ///
  /// Throws [dev.tarn.store.StoreException] if the queue fails; a message that was received by then
  /// comes again.
  ///
  /// @param deadline when the last run is to have ended
  public int runDue(Instant deadline) {
    int done = 0;
    while (hasTime(deadline)) {
      List<JobQueue.Delivery> received = queue.receive(1);
      if (received.isEmpty()) {
        break;
      }
      for (JobQueue.Delivery delivery : received) {
        run(delivery.job(), deadline);
        queue.acknowledge(delivery);
        done++;
      }
    }
    return done;
  }

  /// Whether a run that is to have ended by `deadline` can begin now.
  public boolean hasTime(Instant deadline) {
    return clock.instant().isBefore(deadline);
  }
}
