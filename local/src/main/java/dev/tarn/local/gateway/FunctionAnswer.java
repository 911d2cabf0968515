package dev.tarn.local.gateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what a function answered with, as an HTTP API does (payload format 2.0): a document with
/// `statusCode`, `headers`, `cookies`, `body` and `isBase64Encoded`, of which fields it doesn't
/// know are ignored. A document without `statusCode` is itself the body of a 200.
final class FunctionAnswer {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(16_000_000).build())
                  .build())
          .build();
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

  /// A token of RFC 9110, section 5.6.2.
  private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private FunctionAnswer() {}

  /// A function's answer is not one that a gateway can pass on.
  static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }

    MalformedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The answer that `document` stands for.
  static Answer read(byte[] document) throws MalformedException {
    JsonNode answer;
    try {
      answer = MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw new MalformedException("the function's answer is not JSON", e);
    } catch (IOException e) {
      throw new MalformedException("the function's answer cannot be read", e);
    }
    if (!answer.isObject() || !answer.has("statusCode")) {
      if (answer.isMissingNode()) {
        throw new MalformedException("the function's answer is empty");
      }
      return new Answer(
          200, Map.of("content-type", List.of("application/json")), new Answer.Body(document));
    }
    return new Answer(status(answer), headers(answer), new Answer.Body(body(answer)));
  }

  private static int status(JsonNode answer) throws MalformedException {
    JsonNode status = answer.get("statusCode");
    if (!status.isInt() || status.intValue() < 200 || status.intValue() > 599) {
      throw new MalformedException("the function's statusCode is " + status);
    }
    return status.intValue();
  }

  private static Map<String, List<String>> headers(JsonNode answer) throws MalformedException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
      if (!header.getValue().isValueNode()) {
        throw new MalformedException("the function's header " + header.getKey() + " is no value");
      }
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HEADER_NAME.matcher(name).matches()) {
        throw new MalformedException("the function's header name '" + name + "' is no token");
      }
      if (!OWN_HEADERS.contains(name)) {
        headers.put(name, List.of(sendable(name, header.getValue().asText())));
      }
    }
    List<String> cookies = new ArrayList<>();
    for (JsonNode cookie : answer.path("cookies")) {
      cookies.add(sendable("cookies", cookie.asText()));
    }
    if (!cookies.isEmpty()) {
      headers.put("set-cookie", cookies);
    }
    return headers;
  }

  private static String sendable(String name, String value) throws MalformedException {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new MalformedException("the function's header " + name + " has a control character");
    }
    return value;
  }

  private static byte[] body(JsonNode answer) throws MalformedException {
    JsonNode body = answer.path("body");
    if (body.isMissingNode() || body.isNull()) {
      return new byte[0];
    }
    if (!body.isTextual()) {
      throw new MalformedException("the function's body is no string");
    }
    if (!answer.path("isBase64Encoded").asBoolean()) {
      return body.textValue().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body.textValue());
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the function's body is not base64", e);
    }
  }
}
