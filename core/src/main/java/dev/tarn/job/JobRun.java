package dev.tarn.job;

import java.time.Instant;

/// One run of a job, by the worker that holds it.
public interface JobRun {
  /// The job as it was when the run began, but with the progress last checkpointed.
  Job job();

  /// When the run is to have ended; past it the worker may be stopped at any moment.
  Instant deadline();

  /// Keeps `progress`, durably, on the condition that this worker still holds the job; throws
  /// [LeaseLostException] if it does not, and then nothing was kept.
  void checkpoint(String progress);
}
