package dev.tarn.api.gateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One HTTP request as API Gateway hands it to a function (Amazon API Gateway Developer Guide,
/// "Lambda proxy integrations for HTTP APIs", payload format version 2.0).
///
/// @param routeKey method and path template of the route, or `$default`
/// @param requestId API Gateway's id for the request
/// @param rawQuery the query as it was sent, empty for none
/// @param authorizer what is known of the caller's token, if there was one
/// @param body the body's bytes, empty for none
record HttpApiEvent(
    String routeKey,
    String path,
    String requestId,
    Map<String, String> pathParameters,
    Map<String, String> queryParameters,
    String rawQuery,
    Map<String, String> headers,
    Optional<Authorizer> authorizer,
    Body body) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(16_000_000).build())
                  .build())
          .build();

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

  /// Reads one event. Throws [MalformedEventException] where `in` holds no such event.
  static HttpApiEvent read(InputStream in) throws IOException {
    JsonNode event;
    try {
      event = MAPPER.readTree(in);
    } catch (JacksonException e) {
      throw new MalformedEventException("the event is not JSON", e);
    }
    if (!event.path("version").asText().equals("2.0") || !event.path("routeKey").isTextual()) {
      throw new MalformedEventException("the event is not an HTTP API event of version 2.0");
    }
    try {
      return new HttpApiEvent(
          event.path("routeKey").asText(),
          event.path("rawPath").asText(),
          event.path("requestContext").path("requestId").asText(),
          strings(event.path("pathParameters"), false),
          strings(event.path("queryStringParameters"), false),
          event.path("rawQueryString").asText(""),
          strings(event.path("headers"), true),
          Authorizer.of(event.path("requestContext")),
          new Body(body(event)));
    } catch (IllegalArgumentException e) {
      throw new MalformedEventException("the event's body is not base64", e);
    }
  }

  /// An event as [#read] takes it, with a JSON body, of a caller who may do everything.
  static String json(
      String routeKey, Map<String, String> pathParameters, String body, String requestId) {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("version", "2.0").put("routeKey", routeKey).put("rawPath", "/");
    event.putObject("headers").put("content-type", "application/json");
    pathParameters.forEach(event.putObject("pathParameters")::put);
    ObjectNode context = event.putObject("requestContext").put("requestId", requestId);
    context
        .putObject("authorizer")
        .putObject("jwt")
        .putObject("claims")
        .put("sub", requestId)
        .put("scope", "ingest query export admin")
        .put("datasets", "*");
    event.put("body", body).put("isBase64Encoded", false);
    return event.toString();
  }

  /// Writes `response` as the answer of the function. Text is written as it is, unless escaping it
  /// in JSON would take more room than base64 does, which anything else is written in.
  static void write(ApiResponse response, OutputStream out) throws IOException {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("statusCode", response.status());
    ObjectNode headers = document.putObject("headers");
    response.headers().forEach(headers::put);
    boolean text =
        isText(response.headers().getOrDefault("content-type", ""))
            && escapedLength(response.body()) <= response.body().length / 3 * 4 + 4;
    document.put("isBase64Encoded", !text);
    document.put(
        "body",
        text
            ? new String(response.body(), StandardCharsets.UTF_8)
            : Base64.getEncoder().encodeToString(response.body()));
    MAPPER.writeValue(out, document);
  }

  private static long escapedLength(byte[] text) {
    long length = text.length;
    for (byte octet : text) {
      if (octet == '"' || octet == '\\' || octet == '\n') {
        length++;
      } else if (octet >= 0 && octet < ' ') {
        length += 5;
      }
    }
    return length;
  }

  private static boolean isText(String mediaType) {
    return mediaType.startsWith("text/")
        || mediaType.startsWith("application/json")
        || mediaType.startsWith("application/problem+json")
        || mediaType.startsWith("application/x-ndjson");
  }

  private static byte[] body(JsonNode event) {
    String text = event.path("body").asText("");
    return event.path("isBase64Encoded").asBoolean()
        ? Base64.getDecoder().decode(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> strings(JsonNode object, boolean lowerCase) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = lowerCase ? field.getKey().toLowerCase(Locale.ROOT) : field.getKey();
      values.put(name, field.getValue().asText());
    }
    return values;
  }
}
