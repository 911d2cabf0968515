package dev.tarn.local.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `api/openapi.yaml`, as tests look into it.
final class ApiDescription {
  /// A description of nothing.
  static final ApiDescription EMPTY = new ApiDescription(MissingNode.getInstance());

  private final JsonNode document;

  private ApiDescription(JsonNode document) {
    this.document = document;
  }

  static ApiDescription read() throws IOException {
    return new ApiDescription(
        new YAMLMapper().readTree(Path.of("..", "api", "openapi.yaml").toFile()));
  }

  /// What stands at a JSON pointer.
  JsonNode at(String pointer) {
    return document.at(pointer);
  }

  /// One operation of one path.
  record Described(String method, String path, JsonNode operation, List<JsonNode> parameters) {}

  /// Every operation of every path.
  List<Described> operations() {
    List<Described> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getKey().equals("parameters")) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(each -> parameters.add(resolved(each)));
          method.getValue().path("parameters").forEach(each -> parameters.add(resolved(each)));
          all.add(
              new Described(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  method.getValue(),
                  parameters));
        }
      }
    }
    return all;
  }

  /// The response of `operation` with `status`; missing where it has none.
  JsonNode response(Operation operation, int status) {
    return operations().stream()
        .filter(each -> each.operation().path("operationId").asText().equals(operation.id()))
        .map(each -> resolved(each.operation().path("responses").path(Integer.toString(status))))
        .findFirst()
        .orElseThrow();
  }

  /// The schema of what `response` has in the media type of `answer`; missing where it has none.
  JsonNode schema(JsonNode response, ApiResponse answer) {
    return response
        .path("content")
        .path(answer.headers().getOrDefault("content-type", ""))
        .path("schema");
  }

  /// `node`, or what it refers to.
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
