package dev.tarn.local.gateway;

import java.time.Duration;

/// What is taken by signed links.
///
/// @param bytes of an object
/// @param concurrent how many objects arrive at once
/// @param longest how long one may take to arrive
public record PutLimits(long bytes, int concurrent, Duration longest) {
  /// What S3 takes in one request (Amazon S3 User Guide, "Uploading objects": 5 GB), and what keeps
  /// one machine alive.
  public static PutLimits standard() {
    return new PutLimits(5L << 30, 8, Duration.ofHours(6));
  }
}
