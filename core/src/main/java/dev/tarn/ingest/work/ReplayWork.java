package dev.tarn.ingest.work;

import dev.tarn.ingest.Replay;
import dev.tarn.ingest.ReplayRequest;
import dev.tarn.ingest.ReplayResult;
import dev.tarn.job.Job;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Tries a dataset's rejected records again. A run that is out of time is gone on with in another;
/// one that is cut off anywhere is done again, and then writes nothing twice.
public final class ReplayWork implements JobWork {
  private final Replay replay;

  /// Runs `replay`.
  public ReplayWork(Replay replay) {
    this.replay = replay;
  }

  @Override
  public JobKind kind() {
    return JobKind.REPLAY;
  }

  /// The result has how many were `replayed`, and how many `rejected` again.
  @Override
  public JobOutcome run(JobRun run) {
    Job job = run.job();
    ReplayRequest request =
        ReplayJson.parse(job.id().dataset(), job.request().getBytes(StandardCharsets.UTF_8));
    ReplayResult[] sum = {ReplayJson.result(job.progress())};
    boolean done =
        replay.run(
            job.id().dataset(),
            request,
            job.created(),
            run.deadline(),
            step -> {
              sum[0] = sum[0].plus(step);
              run.checkpoint(ReplayJson.write(sum[0]));
            });
    return done
        ? new JobOutcome.Done(ReplayJson.write(sum[0]))
        : new JobOutcome.Unfinished(Duration.ZERO);
  }
}
