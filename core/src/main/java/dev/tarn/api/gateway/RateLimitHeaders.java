package dev.tarn.api.gateway;

import dev.tarn.access.RateLimiter;
import dev.tarn.access.RateLimits;
import dev.tarn.api.ApiResponse;
import java.util.stream.Collectors;

/// Tells clients how they stand to the limits, in the fields of the IETF's draft "RateLimit header
/// fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10): `RateLimit-Policy` and `RateLimit`.
final class RateLimitHeaders {
  private RateLimitHeaders() {}

  /// `response` with both headers; as it is where there are no limits.
  static ApiResponse add(ApiResponse response, RateLimiter.Standing standing) {
    if (standing.quotas().isEmpty()) {
      return response;
    }
    return response
        .with(
            "ratelimit-policy",
            standing.quotas().stream()
                .map(RateLimitHeaders::policy)
                .collect(Collectors.joining(", ")))
        .with(
            "ratelimit",
            standing.quotas().stream()
                .map(quota ->
                    "\"%s\";r=%d;t=%d".formatted(quota.name(), quota.left(), quota.resetSeconds()))
                .collect(Collectors.joining(", ")));
  }

  private static String policy(RateLimiter.Quota quota) {
    return "\"%s\";q=%d;qu=\"%s\";w=%d"
        .formatted(quota.name(), quota.most(), quota.name(), RateLimits.WINDOW_SECONDS);
  }
}
