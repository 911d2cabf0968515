package dev.tarn.compaction.work;

import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionResult;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobWork;
import java.time.Duration;

/// Compacts the job's dataset, in as many runs as it takes. The table itself says what is left to
/// do, so a job's progress is only what its runs did; a run that was killed is missing in it.
public final class CompactionWork implements JobWork {
  /// What is left of a run for keeping its progress.
  private static final Duration RESERVE = Duration.ofSeconds(5);

  /// A run that got nowhere does not go on at once.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Compaction compaction;

  /// Runs `compaction`.
  public CompactionWork(Compaction compaction) {
    this.compaction = compaction;
  }

  @Override
  public JobKind kind() {
    return JobKind.COMPACT;
  }

  /// The result has the numbers of `merges`, `conflicts` and groups `leftAlone`, and `filesBefore`,
  /// `filesAfter`, `bytesBefore`, `bytesAfter` and `rows` of what was merged, over all runs.
  @Override
  public JobOutcome run(JobRun run) {
    CompactionResult before = CompactionJson.read(run.job().progress());
    CompactionResult now =
        compaction.compact(run.job().id().dataset(), run.deadline().minus(RESERVE));
    CompactionResult total = before.then(now);
    if (!total.more()) {
      return new JobOutcome.Done(CompactionJson.write(total));
    }
    run.checkpoint(CompactionJson.write(total));
    return new JobOutcome.Unfinished(now.merges() > 0 ? Duration.ZERO : PAUSE);
  }
}
