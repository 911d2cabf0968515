package dev.tarn.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What came back.
public final class ApiAnswer {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Duration elapsed;

  /// `headers` have lower-cased names; `body` is taken as it is.
  public ApiAnswer(int status, Map<String, String> headers, byte[] body, Duration elapsed) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.elapsed = elapsed;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// Whether the status is one of success.
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// The header `name`, lower-cased.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// The body as it came; shared, not to be changed.
  public byte[] bytes() {
    return body;
  }

  /// The body as JSON; a missing node if it is none.
  public JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /// How long the request took.
  public Duration elapsed() {
    return elapsed;
  }

  /// What the answer says went wrong: a problem's title and detail, or the body.
  public String failure() {
    JsonNode problem = json();
    if (problem.path("title").isTextual()) {
      return problem.path("title").asText() + ": " + problem.path("detail").asText();
    }
    String text = problem.path("message").isTextual() ? problem.path("message").asText() : text();
    return "HTTP " + status + (text.isBlank() ? "" : ": " + text.strip());
  }
}
