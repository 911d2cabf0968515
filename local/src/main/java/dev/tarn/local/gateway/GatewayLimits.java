package dev.tarn.local.gateway;

import java.time.Duration;

/// What the gateway lets through. The first five are the quotas of API Gateway HTTP APIs and of
/// Lambda's synchronous invocation; the others keep one machine alive.
///
/// @param requestBytes of a request's body
/// @param headerBytes of the request line and all header lines together
/// @param eventBytes of the event document a function is invoked with
/// @param answerBytes of the document it answers with
/// @param integrationTimeout how long a request may take in all, waiting for a free place included
/// @param concurrentInvocations how many invocations run at once, over all functions
/// @param bufferedBytes of all request bodies held at once
/// @param drain how long requests in flight may take to finish once the gateway stops
public record GatewayLimits(
    int requestBytes,
    int headerBytes,
    int eventBytes,
    int answerBytes,
    Duration integrationTimeout,
    int concurrentInvocations,
    long bufferedBytes,
    Duration drain) {
  /// The quotas of "Amazon API Gateway Developer Guide, Quotas for HTTP APIs" (10 MB, 10,240 bytes,
  /// 30 s) and "AWS Lambda Developer Guide, Lambda quotas" (6 MB, 6,291,556 bytes to be exact), as
  /// many invocations as keep this machine's processors busy, and a quarter of the heap.
  public static GatewayLimits standard() {
    return new GatewayLimits(
        10 * 1024 * 1024,
        10_240,
        6_291_556,
        6_291_556,
        Duration.ofSeconds(30),
        Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
        Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 4),
        Duration.ofSeconds(30));
  }
}
