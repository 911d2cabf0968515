package dev.tarn.export.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.ExportWindow;
import dev.tarn.export.stored.CreatorJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Export requests as JSON, in the form in which their jobs keep them.
public final class RequestJson {
  private RequestJson() {}

  static String write(ExportRequest request) {
    ObjectNode node = node(request);
    node.set("creator", CreatorJson.node(request.creator()));
    return new String(JsonDocument.bytes(node), StandardCharsets.UTF_8);
  }

  /// The request that [#write] wrote.
  public static ExportRequest read(String json) {
    return read(JsonDocument.object(json.getBytes(StandardCharsets.UTF_8)));
  }

  /// Without its creator, of whom those who fetch an export learn nothing.
  static ObjectNode node(ExportRequest request) {
    ObjectNode node = JsonDocument.newObject();
    node.put("dataset", request.dataset().value());
    node.put("name", request.name().value());
    node.set("window", window(request.window()));
    node.put("mode", request.mode().label());
    request.after().ifPresent(after -> node.put("after", after));
    node.put("format", request.format().label());
    node.put("compression", request.compression().label());
    request.sql().ifPresent(sql -> node.put("sql", sql));
    node.put("order", request.order().toString());
    return node;
  }

  /// `window` as manifests and answers have it.
  public static ObjectNode window(ExportWindow window) {
    ObjectNode node = JsonDocument.newObject().put("label", window.label());
    window.from().ifPresent(from -> node.put("from", from.toString()));
    window.to().ifPresent(to -> node.put("to", to.toString()));
    return node;
  }

  static ExportRequest read(JsonNode node) {
    JsonNode window = node.path("window");
    return new ExportRequest(
        new DatasetName(node.path("dataset").asText()),
        new ExportName(node.path("name").asText()),
        new ExportWindow(
            window.path("label").asText(),
            text(window, "from").map(Instant::parse),
            text(window, "to").map(Instant::parse)),
        text(node, "mode").flatMap(ExportMode::parse).orElseThrow(),
        node.has("after") ? OptionalLong.of(node.path("after").asLong()) : OptionalLong.empty(),
        text(node, "format").flatMap(ExportFormat::parse).orElseThrow(),
        text(node, "compression").flatMap(ExportCompression::parse).orElseThrow(),
        text(node, "sql"),
        Instant.parse(node.path("order").asText()),
        CreatorJson.read(node.path("creator")));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
  }
}
