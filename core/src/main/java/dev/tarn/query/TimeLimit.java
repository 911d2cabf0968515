package dev.tarn.query;

import dev.tarn.problem.Problem;
import java.time.Duration;

/// The end of the time that a query has.
public final class TimeLimit {
  private final Duration time;
  private final long start = System.nanoTime();

  /// Ends when `time` from now has passed.
  public TimeLimit(Duration time) {
    this.time = time;
  }

  /// Throws [Problem.QueryTimeout] if the time is over.
  public void check() {
    if (System.nanoTime() - start > time.toNanos()) {
      throw new Problem.QueryTimeout(Math.max(1, time.toSeconds())).exception();
    }
  }
}
