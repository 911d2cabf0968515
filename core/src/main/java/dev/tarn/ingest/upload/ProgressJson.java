package dev.tarn.ingest.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.ingest.UploadProgress;
import dev.tarn.label.Labelled;
import dev.tarn.record.RecordPosition;
import dev.tarn.store.ETag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// How far an upload's job is, as JSON.
final class ProgressJson {
  private ProgressJson() {}

  static String write(UploadProgress progress) {
    ObjectNode document = JsonDocument.newObject();
    document.put("phase", progress.phase().label());
    document.put("etag", progress.etag().value());
    document.put("size", progress.size());
    document.put("sliceBytes", progress.sliceBytes());
    document.put("offset", progress.position().offset());
    document.put("records", progress.position().records());
    document.put("lines", progress.position().lines());
    document.put("version", progress.version());
    document.put("accepted", progress.accepted());
    document.put("rejected", progress.rejected());
    document.put("files", progress.files());
    document.put("bytes", progress.bytes());
    progress.firstEventTime().ifPresent(time -> document.put("firstEventTime", time.toString()));
    progress.lastEventTime().ifPresent(time -> document.put("lastEventTime", time.toString()));
    document.set("reasons", ProblemJson.reasons(progress.reasons()));
    return new String(JsonDocument.bytes(document), StandardCharsets.UTF_8);
  }

  /// What [#write] wrote; empty for an empty text.
  static Optional<UploadProgress> read(String progress) {
    if (progress.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode document = JsonDocument.object(progress.getBytes(StandardCharsets.UTF_8));
    String phase = document.path("phase").asText();
    return Optional.of(
        new UploadProgress(
            Labelled.parse(UploadProgress.Phase.values(), phase)
                .orElseThrow(() -> new IllegalStateException("no upload's phase: " + phase)),
            new ETag(document.path("etag").asText()),
            document.path("size").asLong(),
            document.path("sliceBytes").asInt(),
            new RecordPosition(
                document.path("offset").asLong(),
                document.path("records").asInt(),
                document.path("lines").asInt()),
            document.path("version").asLong(),
            document.path("accepted").asLong(),
            document.path("rejected").asLong(),
            document.path("files").asInt(),
            document.path("bytes").asLong(),
            time(document.path("firstEventTime")),
            time(document.path("lastEventTime")),
            ProblemJson.rejected(document.path("reasons"))));
  }

  private static Optional<Instant> time(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(node.asText()));
  }
}
