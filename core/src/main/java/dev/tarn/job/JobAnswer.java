package dev.tarn.job;

import java.time.Duration;

/// What is to become of the message that brought a job to a worker.
public sealed interface JobAnswer {
  /// Nothing more will happen to the job, or there is none: the message is to be acknowledged.
  record Finished() implements JobAnswer {}

  /// The job is to be looked at again after `delay`, which is never negative.
  record Again(Duration delay) implements JobAnswer {}
}
