package dev.tarn.job;

/// Does the jobs of one kind.
public interface JobWork {
  /// The kind whose jobs it does.
  JobKind kind();

  /// Does the job's work from where its progress says it is. A [dev.tarn.problem.ProblemException]
  /// whose status is below 500 fails the job for good; whatever else is thrown makes it be tried
  /// again, later, up to a number of times.
  ///
  /// The work may have been done before, in part or whole, by a worker that was killed; and another
  /// worker may still be at it, whose [JobRun#checkpoint] fails from now on. So what it does must
  /// be safe to do again, and what may be done by one alone comes after a checkpoint.
  JobOutcome run(JobRun run);
}
