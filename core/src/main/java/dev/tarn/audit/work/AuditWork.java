package dev.tarn.audit.work;

import dev.tarn.audit.Audit;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobWork;
import java.time.Duration;

/// Audits a dataset as a job. Faults that it finds are its result; they do not fail it.
public final class AuditWork implements JobWork {
  /// What is left of a run's time for the reads under way at the end, and for keeping the result.
  private static final Duration RESERVE = Duration.ofSeconds(30);

  private final Audit audit;

  /// Runs `audit`.
  public AuditWork(Audit audit) {
    this.audit = audit;
  }

  @Override
  public JobKind kind() {
    return JobKind.AUDIT;
  }

  @Override
  public JobOutcome run(JobRun run) {
    return new JobOutcome.Done(
        AuditJson.write(audit.audit(run.job().id().dataset(), run.deadline().minus(RESERVE))));
  }
}
