package dev.tarn.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The head of one HTTP request.
///
/// @param path the decoded path
/// @param rawQuery the query as it was sent, empty for none
/// @param headers all values of each header, by lower-cased name
/// @param bytes the size of the request line and the header lines
record ReceivedRequest(
    String method,
    String path,
    String rawQuery,
    String protocol,
    String sourceIp,
    Map<String, List<String>> headers,
    long bytes) {
  /// The head of `exchange`.
  static ReceivedRequest of(HttpExchange exchange) {
    Map<String, List<String>> headers = new TreeMap<>();
    String target = exchange.getRequestURI().toString();
    long bytes = 12L + exchange.getRequestMethod().length() + target.length();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), List.copyOf(header.getValue()));
      for (String value : header.getValue()) {
        bytes += 4L + header.getKey().length() + value.length();
      }
    }
    String query = exchange.getRequestURI().getRawQuery();
    String path = exchange.getRequestURI().getPath();
    return new ReceivedRequest(
        exchange.getRequestMethod(),
        path == null ? "" : path,
        query == null ? "" : query,
        exchange.getProtocol(),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        headers,
        bytes);
  }

  /// The path and the query, encoded.
  URI target() {
    try {
      String path = new URI(null, null, this.path, null).getRawPath();
      return URI.create(rawQuery.isEmpty() ? path : path + "?" + rawQuery);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the path came out of a URI", e);
    }
  }

  /// All values of the header `name`, joined by commas.
  Optional<String> header(String name) {
    List<String> values = headers.get(name);
    return values == null ? Optional.empty() : Optional.of(String.join(",", values));
  }

  /// The length that the client says its body has, if it says so.
  Optional<Long> declaredLength() {
    try {
      return header("content-length").map(Long::parseLong);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The decoded query parameters, values given several times joined by commas.
  Map<String, String> queryParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.merge(decoded(name), decoded(value), (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
