package dev.tarn.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// One HTTP answer.
public final class ApiResponse {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /// `headers` have lower-cased names; `body` is taken as it is.
  public ApiResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  /// An answer with a body of the given media type.
  public static ApiResponse of(int status, String mediaType, byte[] body) {
    return new ApiResponse(status, Map.of("content-type", mediaType), body);
  }

  /// This answer with one header more, or another value for it.
  public ApiResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiResponse(status, more, body);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The headers, by lower-cased name.
  public Map<String, String> headers() {
    return headers;
  }

  /// The body; shared, not to be changed.
  public byte[] body() {
    return body;
  }
}
