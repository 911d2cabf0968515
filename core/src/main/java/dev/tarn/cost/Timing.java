package dev.tarn.cost;

import java.util.OptionalDouble;

/// How long things take, which nobody has measured in AWS.
///
/// @param storeMillis of a request to S3, from a function
/// @param ingestMillis of one batch in all, instead of what is reckoned
/// @param queryMillis of one query in all, instead of what is reckoned
public record Timing(double storeMillis, OptionalDouble ingestMillis, OptionalDouble queryMillis) {
  /// Nothing known but what S3's guide leads to expect.
  public static final Timing DEFAULT =
      new Timing(50, OptionalDouble.empty(), OptionalDouble.empty());

  /// The memory at which Lambda gives a function one virtual processor ("Configure Lambda function
  /// memory" in its guide).
  private static final double MEGABYTES_PER_PROCESSOR = 1_769;

  /// Milliseconds that work of `processorMillis` takes with `megabytes` of memory. Work that one
  /// thread does is not faster with more than one processor.
  static double elapsed(double processorMillis, long megabytes) {
    return processorMillis / Math.min(1, megabytes / MEGABYTES_PER_PROCESSOR);
  }
}
