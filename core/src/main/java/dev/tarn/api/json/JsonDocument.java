package dev.tarn.api.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads and writes JSON documents strictly: UTF-8, one value, no duplicate names, bounded in depth
/// and in the length of numbers, names and strings (RFC 8259; the bounds are ours).
public final class JsonDocument {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .maxNameLength(1_000)
                          .maxStringLength(8_000_000)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Pattern PARSER_DETAILS =
      Pattern.compile(" \\(start marker at .*\\)|, from `[^`]*`");

  private JsonDocument() {}

  /// The parser's words, without the names of its classes and settings.
  private static String reason(JacksonException e) {
    if (e instanceof MismatchedInputException) {
      return "there is more after its end";
    }
    return PARSER_DETAILS
        .matcher(e.getOriginalMessage().lines().findFirst().orElse(""))
        .replaceAll("");
  }

  /// The object that `body` holds. Throws [Problem.MalformedRequest], with line and column, where
  /// it is not JSON, and without where it is another value than an object.
  public static ObjectNode object(byte[] body) {
    JsonNode value;
    try {
      value = MAPPER.readTree(text(body));
    } catch (JacksonException e) {
      throw new Problem.MalformedRequest(
              "the body is not JSON: " + reason(e), place(e.getLocation()))
          .exception();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new Problem.MalformedRequest(
            "the body must be a JSON object", Optional.of(Place.pointer("")))
        .exception();
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new Problem.MalformedRequest("the body is not valid UTF-8").exception();
    }
  }

  /// An empty object to fill.
  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  /// `node` as UTF-8.
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Place> place(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? Optional.empty()
        : Optional.of(Place.position(at.getLineNr(), Math.max(1, at.getColumnNr())));
  }
}
