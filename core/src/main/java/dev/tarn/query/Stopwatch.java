package dev.tarn.query;

/// Times the stages of one query. Not for use by many threads.
final class Stopwatch {
  private final long start = System.nanoTime();
  private long planned = start;
  private long fetched = start;

  /// Milliseconds each stage took.
  record Times(long elapsed, long plan, long fetch, long execute) {}

  void planned() {
    planned = System.nanoTime();
    fetched = planned;
  }

  void fetched() {
    fetched = System.nanoTime();
  }

  Times stop() {
    long end = System.nanoTime();
    return new Times(
        millis(end - start),
        millis(planned - start),
        millis(fetched - planned),
        millis(end - fetched));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
