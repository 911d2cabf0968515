package dev.tarn.local.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// A request that a function made.
///
/// @param target the path with the query, as it was sent
/// @param headers by their names in lower case
@SuppressWarnings("ArrayRecordComponent") // never compared
record Call(String method, String target, Map<String, String> headers, byte[] body) {
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The body, decompressed.
  String text() {
    if (!header("content-encoding").orElse("").equals("gzip")) {
      return new String(body, StandardCharsets.UTF_8);
    }
    try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The path, decoded.
  String path() {
    return URLDecoder.decode(target.split("\\?", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    String[] parts = target.split("\\?", 2);
    if (parts.length == 2) {
      for (String pair : parts[1].split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.put(
            URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
            sides.length == 2 ? URLDecoder.decode(sides[1], StandardCharsets.UTF_8) : "");
      }
    }
    return query;
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
