package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.problem.Problem;
import java.util.List;
import java.util.Optional;

/// Checks what requests with JSON bodies have in their headers.
final class JsonRequests {
  private static final String JSON = "application/json";
  private static final int MAX_KEY = 200;

  private JsonRequests() {}

  /// Throws [Problem.UnsupportedMediaType] for a body that is said to be something else.
  static void requireJson(ApiRequest request) {
    String mediaType = MediaTypes.contentType(request);
    if (!mediaType.isEmpty() && !mediaType.equals(JSON)) {
      throw new Problem.UnsupportedMediaType("content-type", mediaType, List.of(JSON)).exception();
    }
  }

  /// The `Idempotency-Key`, if there is one.
  static Optional<String> idempotencyKey(ApiRequest request) {
    Optional<String> key = request.header("idempotency-key");
    key.ifPresent(text -> {
      boolean visible = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
      if (text.isEmpty() || text.length() > MAX_KEY || !visible) {
        throw new Problem.MalformedRequest(
                "Idempotency-Key must be 1 to " + MAX_KEY + " visible ASCII characters")
            .exception();
      }
    });
    return key;
  }
}
