package dev.tarn.engine;

import dev.tarn.problem.Problem;
import java.time.Duration;

/// The moment a session must be done.
final class Deadline {
  private final long end;
  private final Duration allowed;

  private Deadline(long end, Duration allowed) {
    this.end = end;
    this.allowed = allowed;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), time);
  }

  boolean passed() {
    return System.nanoTime() - end >= 0;
  }

  Problem.QueryTimeout problem() {
    return new Problem.QueryTimeout(Math.max(1, allowed.toSeconds()));
  }
}
