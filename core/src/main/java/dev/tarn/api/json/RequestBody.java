package dev.tarn.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A request's body that is one JSON object, read field by field. What does not fit is a
/// [Problem.MalformedRequest] with a pointer.
public final class RequestBody {
  private final ObjectNode body;

  private RequestBody(ObjectNode body) {
    this.body = body;
  }

  /// Reads `json`, whose fields must all be among `fields`. No body at all is an object without
  /// fields.
  public static RequestBody read(byte[] json, List<String> fields) {
    ObjectNode body = json.length == 0 ? JsonDocument.newObject() : JsonDocument.object(json);
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!fields.contains(field.getKey())) {
        throw refused(
            field.getKey(),
            "there is no field '%s' here; there is %s"
                .formatted(field.getKey(), String.join(", ", fields)));
      }
    }
    return new RequestBody(body);
  }

  /// What is in `field`; a missing node if the field is not there.
  public JsonNode node(String field) {
    return body.path(field);
  }

  /// The string in `field`, if the field is there.
  public Optional<String> text(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      throw refused(field, field + " must be a string that is not empty");
    }
    return Optional.of(value.asText());
  }

  /// What `parse` makes of the string in `field`, if the field is there.
  ///
  /// @param expected what the field takes, for the problem
  public <T> Optional<T> parsed(
      String field, Function<String, Optional<T>> parse, String expected) {
    return text(field)
        .map(text ->
            parse
                .apply(text)
                .orElseThrow(() ->
                    refused(field, "%s takes %s, not '%s'".formatted(field, expected, text))));
  }

  /// The time in `field`, if the field is there.
  public Optional<Instant> instant(String field) {
    return parsed(
        field,
        text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        },
        "an ISO 8601 time with Z or an offset");
  }

  /// What `parse` makes of each of the strings in `field`, if the field is there.
  public <T> Optional<List<T>> list(
      String field, Function<String, Optional<T>> parse, String expected) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isArray() || value.isEmpty()) {
      throw refused(field, field + " must be an array of one or more of " + expected);
    }
    return Optional.of(
        value
            .valueStream()
            .map(each ->
                Optional.of(each)
                    .filter(JsonNode::isTextual)
                    .flatMap(text -> parse.apply(text.asText()))
                    .orElseThrow(() ->
                        refused(field, "%s takes %s, not %s".formatted(field, expected, each))))
            .toList());
  }

  /// A problem with the value in `field`.
  public static ProblemException refused(String field, String detail) {
    String pointer = "/" + field.replace("~", "~0").replace("/", "~1");
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(pointer))).exception();
  }
}
