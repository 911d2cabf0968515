package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.job.Job;
import dev.tarn.job.JobState;
import java.time.Instant;

/// Jobs in answers.
final class JobAnswers {
  private JobAnswers() {}

  /// Adds to `node` how far `job` is: `status` (`queued`, `running`, `succeeded` or `failed`), its
  /// times, its failed attempts, and the problem that it failed with.
  static void state(ObjectNode node, Job job) {
    String status =
        switch (job.state()) {
          case JobState.Queued _ -> "queued";
          case JobState.Running _ -> "running";
          case JobState.Succeeded _ -> "succeeded";
          case JobState.Failed _ -> "failed";
        };
    node.put("status", status);
    node.put("created", job.created().toString());
    node.put("failedAttempts", job.attempts());
    switch (job.state()) {
      case JobState.Queued(Instant notBefore) -> node.put("notBefore", notBefore.toString());
      case JobState.Running _ -> {}
      case JobState.Succeeded(Instant finished, String _) ->
          node.put("finished", finished.toString());
      case JobState.Failed(Instant finished, String code, String detail) -> {
        node.put("finished", finished.toString());
        node.set("problem", ProblemJson.document(code, detail));
      }
    }
  }
}
