package dev.tarn.export.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import java.nio.charset.StandardCharsets;

/// Results of exports as JSON, in the form in which their jobs keep them.
public final class ResultJson {
  private ResultJson() {}

  static String write(ExportResult result) {
    return new String(
        JsonDocument.bytes(
            JsonDocument.newObject()
                .put("version", result.version())
                .put("manifest", result.manifest())
                .put("parts", result.parts())
                .put("rows", result.rows())
                .put("bytes", result.bytes())),
        StandardCharsets.UTF_8);
  }

  /// The result that [#write] wrote.
  public static ExportResult read(String json) {
    ObjectNode node = JsonDocument.object(json.getBytes(StandardCharsets.UTF_8));
    return new ExportResult(
        node.path("version").asLong(),
        node.path("manifest").asText(),
        node.path("parts").asInt(),
        node.path("rows").asLong(),
        node.path("bytes").asLong());
  }
}
