package dev.tarn.local.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One request to make.
///
/// @param path the path with its query, encoded
public record ApiCall(
    String method, String path, Map<String, String> headers, Optional<Body> body) {
  /// Bytes, kept from record equality.
  public static final class Body {
    private final byte[] bytes;

    Body(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /// A GET.
  public static ApiCall get(String path) {
    return new ApiCall("GET", path, Map.of(), Optional.empty());
  }

  /// A DELETE.
  public static ApiCall delete(String path) {
    return new ApiCall("DELETE", path, Map.of(), Optional.empty());
  }

  /// A request with a body of the given media type.
  public static ApiCall of(String method, String path, String mediaType, byte[] body) {
    return new ApiCall(
        method, path, Map.of("content-type", mediaType), Optional.of(new Body(body)));
  }

  /// This request with one header more.
  public ApiCall with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiCall(method, path, more, body);
  }
}
