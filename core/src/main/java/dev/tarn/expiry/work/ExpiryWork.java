package dev.tarn.expiry.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.ExpiryResult;
import dev.tarn.expiry.Leftovers;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobWork;
import java.nio.charset.StandardCharsets;

/// Expires what is due of the job's dataset. It is cut off, and done again, wherever the run ends.
public final class ExpiryWork implements JobWork {
  private final Expiry expiry;
  private final Leftovers leftovers;

  /// Runs `expiry`, and then deletes `leftovers`.
  public ExpiryWork(Expiry expiry, Leftovers leftovers) {
    this.expiry = expiry;
    this.leftovers = leftovers;
  }

  @Override
  public JobKind kind() {
    return JobKind.EXPIRE;
  }

  /// The result has `filesRemoved` and `rowsRemoved`, `filesDeleted` and `bytesDeleted`,
  /// `logObjectsDeleted` and `leftoversDeleted`.
  @Override
  public JobOutcome run(JobRun run) {
    ExpiryResult result = expiry.expire(run.job().id().dataset());
    ObjectNode document = JsonDocument.newObject();
    document.put("filesRemoved", result.filesRemoved());
    document.put("rowsRemoved", result.rowsRemoved());
    document.put("filesDeleted", result.filesDeleted());
    document.put("bytesDeleted", result.bytesDeleted());
    document.put("logObjectsDeleted", result.logObjectsDeleted());
    document.put("leftoversDeleted", leftovers.delete(run.job().id().dataset()));
    return new JobOutcome.Done(new String(JsonDocument.bytes(document), StandardCharsets.UTF_8));
  }
}
