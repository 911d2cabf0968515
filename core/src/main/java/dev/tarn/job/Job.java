package dev.tarn.job;

import java.time.Instant;

/// A job as it is at one moment.
///
/// @param request what to do, as a JSON document of the kind's own form; never changes
/// @param attempts how many times it was started and did not end well or ask to go on
/// @param progress what was done so far, as a JSON document of the kind's own form; empty at first
public record Job(
    JobId id, String request, Instant created, JobState state, int attempts, String progress) {
  /// A new job, ready to be run.
  public static Job queued(JobId id, String request, Instant now) {
    return new Job(id, request, now, new JobState.Queued(now), 0, "");
  }

  /// The same job in another state.
  public Job with(JobState next) {
    return new Job(id, request, created, next, attempts, progress);
  }
}
