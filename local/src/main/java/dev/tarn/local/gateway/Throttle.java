package dev.tarn.local.gateway;

/// How many requests a route takes.
///
/// @param rate a second, in the long run
/// @param burst at once
public record Throttle(double rate, long burst) {
  /// Refuses, with [IllegalArgumentException], what API Gateway is not given either: less than one
  /// request.
  public Throttle {
    if (!(rate >= 1) || burst < 1) {
      throw new IllegalArgumentException("a throttle's rate and burst are at least 1");
    }
  }
}
