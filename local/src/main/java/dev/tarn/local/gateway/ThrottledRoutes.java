package dev.tarn.local.gateway;

import dev.tarn.access.TokenBucket;
import dev.tarn.api.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// Counts the requests that come to each route against its throttle, as API Gateway does: by one
/// token bucket a route, from which each request takes a token that there must be (Amazon API
/// Gateway Developer Guide, "Throttle requests to your HTTP APIs"). Who asks makes no difference.
final class ThrottledRoutes {
  private final InstantSource clock;
  private final Map<Operation, TokenBucket> buckets = new EnumMap<>(Operation.class);

  /// Buckets that are full, and are filled by `clock`.
  ThrottledRoutes(Throttles throttles, InstantSource clock) {
    this.clock = clock;
    Instant now = clock.instant();
    for (Operation operation : Operation.values()) {
      throttles
          .of(operation)
          .ifPresent(throttle ->
              buckets.put(operation, new TokenBucket(throttle.rate(), throttle.burst(), now)));
    }
  }

  /// Whether the route of `operation` takes one more request now, which is then counted.
  boolean takes(Operation operation) {
    TokenBucket bucket = buckets.get(operation);
    if (bucket == null) {
      return true;
    }
    synchronized (bucket) {
      bucket.fill(clock.instant());
      if (!bucket.isOpen()) {
        return false;
      }
      bucket.take(1);
      return true;
    }
  }
}
