package dev.tarn.cost;

/// Gigabytes of 2^30 bytes, as AWS meters them.
final class Gigabytes {
  private static final double BYTES = 1_024.0 * 1_048_576;

  private Gigabytes() {}

  static double of(double bytes) {
    return bytes / BYTES;
  }

  /// Gigabyte-seconds of a function's memory, or of its `/tmp`.
  static double seconds(double calls, double millis, long megabytes) {
    return calls * millis / 1_000 * megabytes / 1_024;
  }
}
