package dev.tarn.export.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The progress of exports as JSON, in the form in which their jobs keep it.
final class ProgressJson {
  private ProgressJson() {}

  static String write(ExportProgress progress) {
    ObjectNode node = JsonDocument.newObject();
    switch (progress) {
      case ExportProgress.Begun _ -> {
        return "";
      }
      case ExportProgress.Writing(
              long version,
              int slices,
              List<ExportProgress.StagedPart> parts) -> {
        node.put("is", "writing").put("version", version).put("slices", slices);
        ArrayNode array = node.putArray("parts");
        parts.forEach(part ->
            array
                .addObject()
                .put("key", part.key().value())
                .put("rows", part.rows())
                .put("bytes", part.bytes())
                .put("sha256", part.sha256()));
      }
      case ExportProgress.Unloading(long version, int tries, String execution) ->
          node.put("is", "unloading")
              .put("version", version)
              .put("tries", tries)
              .put("execution", execution);
      case ExportProgress.Publishing publishing -> {
        node.put("is", "publishing");
        node.set("manifest", ManifestJson.node(publishing.manifest()));
        ArrayNode array = node.putArray("staged");
        publishing.staged().forEach(key -> array.add(key.value()));
      }
    }
    return new String(JsonDocument.bytes(node), StandardCharsets.UTF_8);
  }

  static ExportProgress read(String json) {
    if (json.isEmpty()) {
      return new ExportProgress.Begun();
    }
    ObjectNode node = JsonDocument.object(json.getBytes(StandardCharsets.UTF_8));
    return switch (node.path("is").asText()) {
      case "writing" -> writing(node);
      case "unloading" ->
          new ExportProgress.Unloading(
              node.path("version").asLong(),
              node.path("tries").asInt(),
              node.path("execution").asText());
      case "publishing" -> publishing(node);
      default -> throw new IllegalStateException("no export's progress: " + node.path("is"));
    };
  }

  private static ExportProgress writing(ObjectNode node) {
    List<ExportProgress.StagedPart> parts = new ArrayList<>();
    for (JsonNode part : node.path("parts")) {
      parts.add(
          new ExportProgress.StagedPart(
              new ObjectKey(part.path("key").asText()),
              part.path("rows").asLong(),
              part.path("bytes").asLong(),
              part.path("sha256").asText()));
    }
    return new ExportProgress.Writing(
        node.path("version").asLong(), node.path("slices").asInt(), parts);
  }

  private static ExportProgress publishing(ObjectNode node) {
    List<ObjectKey> staged = new ArrayList<>();
    node.path("staged").forEach(key -> staged.add(new ObjectKey(key.asText())));
    return new ExportProgress.Publishing(ManifestJson.read(node.path("manifest")), staged);
  }
}
