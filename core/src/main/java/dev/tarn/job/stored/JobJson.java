package dev.tarn.job.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import java.time.Instant;

/// Jobs as JSON, in the form in which they are kept. The documents of a job's kind are strings in
/// it, so that they come back as they were.
final class JobJson {
  private JobJson() {}

  /// `job` as a JSON document in UTF-8.
  static byte[] write(Job job) {
    ObjectNode document = JsonDocument.newObject();
    document.put("id", job.id().toString());
    document.put("request", job.request());
    document.put("created", job.created().toString());
    document.set("state", state(job.state()));
    document.put("attempts", job.attempts());
    document.put("progress", job.progress());
    return JsonDocument.bytes(document);
  }

  /// What [#write] wrote. Throws [IllegalStateException] for an id or a state that it never writes.
  static Job read(byte[] json) {
    ObjectNode document = JsonDocument.object(json);
    String id = text(document, "id");
    return new Job(
        JobId.parse(id).orElseThrow(() -> new IllegalStateException("no job's id: " + id)),
        text(document, "request"),
        instant(document, "created"),
        state(document.path("state")),
        document.path("attempts").asInt(),
        text(document, "progress"));
  }

  private static ObjectNode state(JobState state) {
    ObjectNode node = JsonDocument.newObject();
    return switch (state) {
      case JobState.Queued(Instant notBefore) ->
          node.put("is", "queued").put("notBefore", notBefore.toString());
      case JobState.Running(String owner, Instant leaseEnd) ->
          node.put("is", "running").put("owner", owner).put("leaseEnd", leaseEnd.toString());
      case JobState.Succeeded(Instant finished, String result) ->
          node.put("is", "succeeded").put("finished", finished.toString()).put("result", result);
      case JobState.Failed(Instant finished, String code, String detail) ->
          node.put("is", "failed")
              .put("finished", finished.toString())
              .put("code", code)
              .put("detail", detail);
    };
  }

  private static JobState state(JsonNode node) {
    String is = text(node, "is");
    return switch (is) {
      case "queued" -> new JobState.Queued(instant(node, "notBefore"));
      case "running" -> new JobState.Running(text(node, "owner"), instant(node, "leaseEnd"));
      case "succeeded" -> new JobState.Succeeded(instant(node, "finished"), text(node, "result"));
      case "failed" ->
          new JobState.Failed(instant(node, "finished"), text(node, "code"), text(node, "detail"));
      default -> throw new IllegalStateException("no job's state: " + is);
    };
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static Instant instant(JsonNode node, String field) {
    return Instant.parse(text(node, field));
  }
}
