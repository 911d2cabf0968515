package dev.tarn.local.gateway;

import dev.tarn.api.ApiResponse;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the gateway answers a client with.
///
/// @param headers all values of each header, by lower-cased name
record Answer(int status, Map<String, List<String>> headers, Body body) {
  /// Bytes, kept from record equality.
  static final class Body {
    private final byte[] bytes;

    Body(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /// API Gateway's own words for its own failures.
  static Answer message(int status, String message) {
    return json(status, "application/json", "{\"message\":\"" + message + "\"}");
  }

  /// No body, and the methods that are served at a path.
  static Answer allowing(List<String> methods) {
    return new Answer(
        204, Map.of("allow", List.of(String.join(", ", methods))), new Body(new byte[0]));
  }

  /// `problem` as the functions answer it.
  static Answer problem(Problem problem, String requestId) {
    ApiResponse response = ProblemJson.answer(problem, requestId);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new Answer(response.status(), headers, new Body(response.body()));
  }

  /// This answer with one header more.
  Answer with(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.put(name, List.of(value));
    return new Answer(status, more, body);
  }

  private static Answer json(int status, String type, String text) {
    return new Answer(
        status,
        Map.of("content-type", List.of(type)),
        new Body(text.getBytes(StandardCharsets.UTF_8)));
  }
}
