package dev.tarn.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.terminal.UserFailure;
import java.time.Duration;
import java.util.function.Consumer;

/// Waits for jobs to end.
public final class JobWatch {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ApiClient client;

  /// Watches jobs of the Tarn behind `client`.
  public JobWatch(ApiClient client) {
    this.client = client;
  }

  /// Looks at the job that is told of at `path` until it is over, however long that takes, and
  /// gives what is told then. Throws [UserFailure] where the job failed, or nothing is told of it.
  ///
  /// @param seen is told the job's status each time
  public JsonNode await(String path, Consumer<String> seen) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      ApiAnswer answer = client.sendRepeatedly(ApiCall.get(path));
      if (answer.status() != 200) {
        throw new UserFailure(answer.failure());
      }
      JsonNode job = answer.json();
      String status = job.path("status").asText();
      seen.accept(status);
      switch (status) {
        case "succeeded" -> {
          return job;
        }
        case "failed" -> {
          JsonNode problem = job.path("problem");
          throw new UserFailure(
              problem.path("title").asText() + ": " + problem.path("detail").asText());
        }
        default -> pause = pause(pause);
      }
    }
  }

  private static Duration pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserFailure("interrupted", e);
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }
}
