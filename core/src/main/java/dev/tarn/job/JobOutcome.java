package dev.tarn.job;

import java.time.Duration;

/// How one run of a job ended.
public sealed interface JobOutcome {
  /// The job's work is done.
  ///
  /// @param result a JSON document of the kind's own form
  record Done(String result) implements JobOutcome {}

  /// There is more to do than time, or something to wait for: the job goes on from its last
  /// checkpoint, after `delay`. That is no failed attempt.
  record Unfinished(Duration delay) implements JobOutcome {}
}
