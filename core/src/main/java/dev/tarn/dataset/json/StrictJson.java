package dev.tarn.dataset.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Reads a small JSON document (RFC 8259) from untrusted bytes into a tree: UTF-8 only, one
/// document, no duplicate names, bounded in size and depth, and nothing in it that could not be
/// written again as it is (unpaired surrogates, numbers beyond a double).
final class StrictJson {
  /// The largest document that is read, in bytes.
  static final int MAX_BYTES = 1024 * 1024;

  /// The deepest nesting of objects and arrays that is read.
  static final int MAX_DEPTH = 200;

  private static final int MAX_NUMBER_LENGTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// What we wrote may be longer than what it was made of.
  private static final JsonMapper TRUSTED =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /// The document as a tree. Throws [Problem.PayloadTooLarge], [Problem.MalformedBody] with line
  /// and column, or [Problem.MalformedRequest] with a pointer.
  static JsonNode parse(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw new Problem.PayloadTooLarge(
              "the body has " + body.length + " bytes; a definition has at most " + MAX_BYTES)
          .exception();
    }
    JsonNode tree = parse(decode(body));
    check(tree, "");
    return tree;
  }

  /// The document as a tree, from text of our own; a fault in it is an [IllegalStateException].
  static JsonNode parseTrusted(String json) {
    try {
      return TRUSTED.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored document is not JSON", e);
    }
  }

  private static String decode(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed("the body is not valid UTF-8", Optional.empty());
    }
  }

  private static JsonNode parse(String text) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (MismatchedInputException e) {
      throw malformed("something follows the JSON document; there must be one", placeOf(e));
    } catch (JsonProcessingException e) {
      throw malformed(Messages.brief(e.getOriginalMessage()), placeOf(e));
    }
    if (tree.isMissingNode()) {
      throw malformed("the body is empty; a JSON object is expected", Optional.empty());
    }
    return tree;
  }

  private static Optional<Place> placeOf(JsonProcessingException e) {
    return Optional.ofNullable(e.getLocation())
        .map(location -> Place.position(location.getLineNr(), location.getColumnNr()));
  }

  private static RuntimeException malformed(String detail, Optional<Place> place) {
    return new Problem.MalformedBody(detail, place).exception();
  }

  /// Recursion is bounded by [#MAX_DEPTH].
  private static void check(JsonNode node, String pointer) {
    if (node.isTextual() && hasUnpairedSurrogate(node.textValue())) {
      throw refused(pointer, "the string holds an unpaired surrogate; it must be valid Unicode");
    }
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      throw refused(pointer, "the number is beyond the range of a double");
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), pointer + "/" + i);
      }
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (hasUnpairedSurrogate(property.getKey())) {
        throw refused(pointer, "a name holds an unpaired surrogate; it must be valid Unicode");
      }
      check(property.getValue(), pointer + "/" + Pointers.escape(property.getKey()));
    }
  }

  private static boolean hasUnpairedSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static RuntimeException refused(String pointer, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(pointer))).exception();
  }
}
