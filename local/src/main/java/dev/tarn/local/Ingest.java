package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.batch.RecordBatch;
import dev.tarn.local.batch.RecordBatches;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.DatasetPaths;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Progress;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Sends batches to a dataset one after the other, and tells what became of them.
final class Ingest {
  private final ApiClient client;
  private final String dataset;
  private final Terminal people;
  private final Terminal notes;
  private int batches;
  private int replayed;
  private long accepted;
  private long bytes;
  private long version;

  Ingest(ApiClient client, String dataset, Terminal people, Terminal notes) {
    this.client = client;
    this.dataset = dataset;
    this.people = people;
    this.notes = notes;
  }

  /// Sends `batches`, read through `read` from a file of `size` bytes, and answers the exit code.
  int run(RecordBatches source, CountingInput read, OptionalLong size, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    Optional<RecordBatch> batch = source.next();
    while (batch.isPresent()) {
      ApiAnswer answer = client.sendRepeatedly(call(batch.get()));
      if (answer.status() != 201) {
        progress.end();
        refused(batch.get(), answer);
        return 1;
      }
      count(answer);
      batch = source.next();
      double part =
          batch.isEmpty() ? 1 : size.isPresent() ? (double) read.count() / size.getAsLong() : 0;
      progress.show(part, soFar());
    }
    progress.end();
    people.line(
        soFar()
            + " · "
            + Amounts.bytes(bytes)
            + " in the lake · "
            + Amounts.time(Duration.ofNanos(System.nanoTime() - start))
            + (batches == 0 ? "" : " · version " + version));
    return 0;
  }

  private ApiCall call(RecordBatch batch) {
    return ApiCall.of(
            "POST", DatasetPaths.of(dataset) + "/records", "application/x-ndjson", batch.body())
        .with("idempotency-key", batch.key());
  }

  private void count(ApiAnswer answer) {
    JsonNode receipt = answer.json();
    batches++;
    accepted += receipt.path("accepted").asLong();
    bytes += receipt.path("bytes").asLong();
    version = Math.max(version, receipt.path("version").asLong());
    replayed += answer.header("x-tarn-replayed").isPresent() ? 1 : 0;
  }

  private String soFar() {
    return Amounts.count(accepted, "record")
        + " in "
        + (batches == 1 ? "1 batch" : Amounts.count(batches) + " batches")
        + (replayed == 0 ? "" : ", " + Amounts.count(replayed) + " of them sent before");
  }

  private void refused(RecordBatch batch, ApiAnswer answer) {
    notes.line(
        notes.styled(Style.RED, "Refused ")
            + batch.place(0)
            + " to "
            + batch.place(batch.records() - 1)
            + ": "
            + Terminal.safe(answer.failure()));
    JsonNode problem = answer.json();
    for (JsonNode reason : problem.path("reasons")) {
      notes.line(
          "  "
              + batch.place(reason.path("record").asInt())
              + "  "
              + Terminal.safe(reason.path("pointer").asText())
              + "  "
              + Terminal.safe(reason.path("code").asText())
              + ": "
              + Terminal.safe(reason.path("detail").asText()));
    }
    if (problem.path("reasons").isEmpty() && problem.path("line").asInt() > 0) {
      notes.line(
          "  "
              + batch.place(problem.path("line").asInt() - 1)
              + (problem.has("column") ? ", column " + problem.path("column").asInt() : ""));
    }
    if (batches > 0) {
      notes.line("Before it, " + soFar() + " went in.");
    }
  }
}
