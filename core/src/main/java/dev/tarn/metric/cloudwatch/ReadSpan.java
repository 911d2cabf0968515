package dev.tarn.metric.cloudwatch;

import java.time.Duration;
import java.time.Instant;

/// Which time is read, in whole periods. A period is one that CloudWatch still has for the whole of
/// it (Amazon CloudWatch API, "GetMetricData": minutes for 15 days, 5 minutes for 63, hours for
/// 455).
///
/// @param start the start of a period
record ReadSpan(Instant start, Instant end, Duration period) {
  private static final Duration LONGEST = Duration.ofDays(455);
  private static final Duration RECENTLY = Duration.ofHours(3);
  private static final Duration FEW_DAYS = Duration.ofDays(2);

  /// The time from `age` before `now` to then.
  static ReadSpan of(Instant now, Duration age) {
    Duration known = age.compareTo(LONGEST) < 0 ? age : LONGEST;
    Duration period =
        known.compareTo(RECENTLY) <= 0
            ? Duration.ofMinutes(1)
            : known.compareTo(FEW_DAYS) <= 0 ? Duration.ofMinutes(5) : Duration.ofHours(1);
    long first = Math.floorDiv(now.minus(known).getEpochSecond(), period.toSeconds());
    return new ReadSpan(Instant.ofEpochSecond(first * period.toSeconds()), now, period);
  }

  /// Whether all of it lies in what CloudWatch calls recent when it lists metrics.
  boolean isRecent() {
    return Duration.between(start, end).compareTo(RECENTLY) <= 0;
  }
}
