package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Sends requests to a lake, and compares what is answered with what the description says.
final class Answers {
  private final ServedLake lake;
  private final ApiDescription description;

  Answers(ServedLake lake, ApiDescription description) {
    this.lake = lake;
    this.description = description;
  }

  /// A request to the dataset `quakes`, unless its path says otherwise.
  record Request(
      Operation operation,
      String body,
      Map<String, String> headers,
      Map<String, String> path,
      Map<String, String> query) {
    static Request of(Operation operation) {
      return new Request(operation, "", Map.of(), Map.of("dataset", "quakes"), Map.of());
    }

    Request body(String text) {
      return new Request(operation, text, headers, path, query);
    }

    Request header(String name, String value) {
      return new Request(operation, body, and(headers, name, value), path, query);
    }

    Request path(String name, String value) {
      return new Request(operation, body, headers, and(path, name, value), query);
    }

    Request query(String name, String value) {
      return new Request(operation, body, headers, path, and(query, name, value));
    }

    private static Map<String, String> and(Map<String, String> map, String name, String value) {
      Map<String, String> more = new HashMap<>(map);
      more.put(name, value);
      return more;
    }
  }

  /// Requires that `request` is answered with `status`, and as described.
  ApiResponse answered(int status, Request request) {
    ApiResponse answer =
        lake.answer(
            new ApiRequest(
                "request-1",
                request.operation(),
                Principal.withoutToken(),
                request.path(),
                request.query(),
                request.headers(),
                request.body().getBytes(StandardCharsets.UTF_8)));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(text).isEqualTo(status);
    JsonNode response = description.response(request.operation(), status);
    assertThat(response.isObject()).as("%s answers %d", request.operation(), status).isTrue();
    requireHeaders(response, answer);
    if (!response.has("content")) {
      assertThat(answer.body()).isEmpty();
      return answer;
    }
    JsonNode schema = description.schema(response, answer);
    assertThat(schema.isObject())
        .as("%s answers %s", request.operation(), answer.headers())
        .isTrue();
    if (answer.headers().getOrDefault("content-type", "").matches(".*[/+]json")) {
      assertThat(SchemaCheck.faults(description, schema, json(text))).as(text).isEmpty();
    }
    return answer;
  }

  /// Every header of an answer, but for what all have, is described.
  private static void requireHeaders(JsonNode response, ApiResponse answer) {
    for (String header : answer.headers().keySet()) {
      if (!header.equals("content-type")) {
        assertThat(response.path("headers").properties())
            .as("%d has %s", answer.status(), header)
            .anyMatch(described -> described.getKey().equalsIgnoreCase(header));
      }
    }
  }

  /// The same, giving the document that is answered.
  JsonNode document(int status, Request request) {
    return json(new String(answered(status, request).body(), StandardCharsets.UTF_8));
  }

  /// The document that is published at `path`, which must be as the schema of that name says.
  JsonNode published(String path, String schema) {
    String text =
        new String(lake.published().get(new ObjectKey(path)).bytes(), StandardCharsets.UTF_8);
    JsonNode document = json(text);
    assertThat(
            SchemaCheck.faults(
                description, description.at("/components/schemas/" + schema), document))
        .as(text)
        .isEmpty();
    return document;
  }

  static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("an answer is not JSON: " + text, e);
    }
  }
}
