package dev.tarn.local.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.api.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Writes the document that an API Gateway HTTP API invokes a function with (Amazon API Gateway
/// Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0).
///
/// As there: `rawPath` and the path parameters are decoded (so an encoded slash parts segments),
/// `rawQueryString` is not; header names are lower-cased and their values joined by commas; cookies
/// have a list of their own; what is empty is left out.
///
/// A body of a text type without content encoding is carried as text, any other as base64. The
/// guide says that binary types are base64 without listing them; the list here (`text/*`,
/// `application/json`, `application/javascript`, `application/xml`, `application/vnd.api+json`) is
/// what HTTP APIs are seen to do. Text that is not UTF-8 is carried as base64, so that the function
/// sees what was sent and can refuse it.
final class EventDocument {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> TEXT_TYPES =
      Set.of(
          "application/json",
          "application/javascript",
          "application/xml",
          "application/vnd.api+json");
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "content-length",
          "cookie",
          "expect",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final ReceivedRequest request;
  private final Operation operation;
  private final Map<String, String> pathParameters;
  private final String requestId;
  private final Instant time;
  private final Optional<Map<String, String>> claims;
  private final byte[] body;
  private final boolean text;

  /// `body` is empty for none, and `claims` are those of the caller's token.
  EventDocument(
      ReceivedRequest request,
      Operation operation,
      Map<String, String> pathParameters,
      String requestId,
      Instant time,
      Optional<Map<String, String>> claims,
      byte[] body) {
    this.request = request;
    this.operation = operation;
    this.pathParameters = pathParameters;
    this.requestId = requestId;
    this.time = time;
    this.claims = claims;
    this.body = body;
    this.text = hasTextType(request) && isUtf8(body);
  }

  /// How many bytes the body has in the document, at least.
  long carriedLength() {
    return text ? body.length : (body.length + 2L) / 3 * 4;
  }

  /// The document.
  byte[] bytes() {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream((int) Math.min(carriedLength() + 4096, 16 << 20));
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("version", "2.0");
      json.writeStringField("routeKey", operation.routeKey());
      json.writeStringField("rawPath", request.path());
      json.writeStringField("rawQueryString", request.rawQuery());
      writeCookies(json);
      writeStrings(json, "headers", headers());
      writeStrings(json, "queryStringParameters", request.queryParameters());
      writeContext(json);
      writeStrings(json, "pathParameters", pathParameters);
      writeBody(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused a write", e);
    }
    return bytes.toByteArray();
  }

  private void writeCookies(JsonGenerator json) throws IOException {
    List<String> cookies = new ArrayList<>();
    for (String header : request.headers().getOrDefault("cookie", List.of())) {
      for (String cookie : header.split(";", -1)) {
        if (!cookie.isBlank()) {
          cookies.add(cookie.strip());
        }
      }
    }
    if (!cookies.isEmpty()) {
      json.writeFieldName("cookies");
      json.writeArray(cookies.toArray(String[]::new), 0, cookies.size());
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach((name, values) -> {
          if (!NOT_FORWARDED.contains(name)) {
            headers.put(name, String.join(",", values));
          }
        });
    if (body.length > 0 || request.headers().containsKey("content-length")) {
      headers.put("content-length", Integer.toString(body.length));
    }
    headers.merge("x-forwarded-for", request.sourceIp(), (sent, own) -> sent + ", " + own);
    headers.put("x-forwarded-port", port());
    headers.put("x-forwarded-proto", "http");
    return headers;
  }

  private void writeContext(JsonGenerator json) throws IOException {
    String host = host();
    int dot = host.indexOf('.');
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("accountId", "000000000000");
    json.writeStringField("apiId", "local");
    if (claims.isPresent()) {
      writeAuthorizer(json, claims.get());
    }
    json.writeStringField("domainName", host);
    json.writeStringField("domainPrefix", dot < 0 ? host : host.substring(0, dot));
    json.writeObjectFieldStart("http");
    json.writeStringField("method", request.method());
    json.writeStringField("path", request.path());
    json.writeStringField("protocol", request.protocol());
    json.writeStringField("sourceIp", request.sourceIp());
    json.writeStringField("userAgent", request.header("user-agent").orElse(""));
    json.writeEndObject();
    json.writeStringField("requestId", requestId);
    json.writeStringField("routeKey", operation.routeKey());
    json.writeStringField("stage", "$default");
    json.writeStringField("time", LOG_TIME.format(time));
    json.writeNumberField("timeEpoch", time.toEpochMilli());
    json.writeEndObject();
  }

  private void writeAuthorizer(JsonGenerator json, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart("authorizer");
    json.writeObjectFieldStart("jwt");
    writeStrings(json, "claims", texts);
    json.writeArrayFieldStart("scopes");
    if (operation.scope().isPresent()) {
      json.writeString(operation.scope().get().label());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeBody(JsonGenerator json) throws IOException {
    if (body.length > 0) {
      json.writeFieldName("body");
      if (text) {
        json.writeUTF8String(body, 0, body.length);
      } else {
        json.writeBinary(body);
      }
    }
    json.writeBooleanField("isBase64Encoded", body.length > 0 && !text);
  }

  private static boolean hasTextType(ReceivedRequest request) {
    String type =
        request.header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return (type.startsWith("text/") || TEXT_TYPES.contains(type))
        && request.header("content-encoding").isEmpty();
  }

  private static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(8192);
    while (true) {
      CoderResult result = decoder.decode(in, out.clear(), true);
      if (!result.isOverflow()) {
        return !result.isError();
      }
    }
  }

  private static void writeStrings(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    if (!values.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, String> value : values.entrySet()) {
        json.writeStringField(value.getKey(), value.getValue());
      }
      json.writeEndObject();
    }
  }

  private String host() {
    String host = request.header("host").orElse("localhost");
    int port = portAt(host);
    return port < 0 ? host : host.substring(0, port);
  }

  private String port() {
    String host = request.header("host").orElse("");
    int port = portAt(host);
    return port < 0 ? "80" : host.substring(port + 1);
  }

  private static int portAt(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? colon : -1;
  }
}
