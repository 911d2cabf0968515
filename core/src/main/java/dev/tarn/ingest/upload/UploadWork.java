package dev.tarn.ingest.upload;

import dev.tarn.api.json.JsonDocument;
import dev.tarn.ingest.UploadIngestion;
import dev.tarn.ingest.UploadProgress;
import dev.tarn.job.Job;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobState;
import dev.tarn.job.JobWork;
import dev.tarn.metric.Metric;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Writes uploaded files. A run that is out of time is gone on with in another; one that is cut off
/// anywhere is done again from its last checkpoint, and then writes nothing twice.
public final class UploadWork implements JobWork {
  /// For a function that lives for 5 minutes, of a queue that brings what it did not finish again
  /// half a minute later. There are more attempts than of other jobs, as large files meet more.
  public static final JobLimits LIMITS =
      new JobLimits(20, Duration.ofSeconds(310), Duration.ofSeconds(10), Duration.ofMinutes(10));

  private final UploadIngestion ingestion;

  /// Writes with `ingestion`.
  public UploadWork(UploadIngestion ingestion) {
    this.ingestion = ingestion;
  }

  @Override
  public JobKind kind() {
    return JobKind.UPLOAD;
  }

  /// The result has how many records were `accepted`, how many `rejected`, and the last `version`.
  @Override
  public JobOutcome run(JobRun run) {
    Job job = run.job();
    try {
      return switch (ingestion.run(
          UploadJson.read(job.id(), job.request()),
          ProgressJson.read(job.progress()),
          run.deadline(),
          progress -> run.checkpoint(ProgressJson.write(progress)))) {
        case DONE -> new JobOutcome.Done(result(run.job()));
        case OUT_OF_TIME, NO_FILE -> new JobOutcome.Unfinished(Duration.ZERO);
      };
    } catch (ProblemException e) {
      throw placed(e);
    }
  }

  /// What an upload's job counts as that comes into `state`.
  public static Optional<Metric> counted(JobState state) {
    return switch (state) {
      case JobState.Succeeded _ -> Optional.of(Metric.UPLOADS_COMMITTED);
      case JobState.Failed _ -> Optional.of(Metric.UPLOADS_FAILED);
      case JobState.Queued _, JobState.Running _ -> Optional.empty();
    };
  }

  private static String result(Job job) {
    UploadProgress progress = ProgressJson.read(job.progress()).orElseThrow();
    return new String(
        JsonDocument.bytes(
            JsonDocument.newObject()
                .put("version", progress.version())
                .put("accepted", progress.accepted())
                .put("rejected", progress.rejected())),
        StandardCharsets.UTF_8);
  }

  /// Of a problem a job keeps the detail alone, so the place has to be in it.
  private static ProblemException placed(ProblemException e) {
    if (e.problem() instanceof Problem.MalformedBody(String detail, Optional<Place> place)
        && place.isPresent()
        && place.get().line().isPresent()) {
      String where =
          "line %d, column %d: "
              .formatted(place.get().line().getAsInt(), place.get().column().orElse(1));
      return new ProblemException(new Problem.MalformedBody(where + detail, place), e);
    }
    return e;
  }
}
