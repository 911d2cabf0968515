package dev.tarn.export.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.Manifest;
import dev.tarn.export.PublishedPaths;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Manifests as JSON, in the form in which they are published.
final class ManifestJson {
  private ManifestJson() {}

  static ObjectNode node(Manifest manifest) {
    ObjectNode node = RequestJson.node(manifest.request());
    node.put("version", manifest.version());
    node.put("created", manifest.created().toString());
    manifest.previous().ifPresent(previous -> node.put("previous", previous));
    node.put("rows", manifest.rows());
    node.put("bytes", manifest.bytes());
    ArrayNode parts = node.putArray("parts");
    for (Manifest.Part part : manifest.parts()) {
      parts
          .addObject()
          .put("path", part.path())
          .put("rows", part.rows())
          .put("bytes", part.bytes())
          .put("sha256", part.sha256());
    }
    node.set("schema", JsonDocument.object(manifest.schema().getBytes(StandardCharsets.UTF_8)));
    return node;
  }

  static Manifest read(JsonNode node) {
    List<Manifest.Part> parts = new ArrayList<>();
    for (JsonNode part : node.path("parts")) {
      parts.add(
          new Manifest.Part(
              part.path("path").asText(),
              part.path("rows").asLong(),
              part.path("bytes").asLong(),
              part.path("sha256").asText()));
    }
    return new Manifest(
        RequestJson.read(node),
        node.path("version").asLong(),
        node.path("schema").toString(),
        parts,
        node.has("previous") ? Optional.of(node.path("previous").asText()) : Optional.empty(),
        Instant.parse(node.path("created").asText()));
  }

  /// What `latest.json` says while `manifest` is the newest.
  static byte[] latest(Manifest manifest) {
    ExportRequest request = manifest.request();
    ObjectNode node = JsonDocument.newObject();
    node.put("dataset", request.dataset().value());
    node.put("name", request.name().value());
    node.set("window", RequestJson.window(request.window()));
    node.put("version", manifest.version());
    node.put("rows", manifest.rows());
    node.put("bytes", manifest.bytes());
    node.put("manifest", new PublishedPaths(request).manifest().value());
    node.put("order", request.order().toString());
    return JsonDocument.bytes(node);
  }
}
