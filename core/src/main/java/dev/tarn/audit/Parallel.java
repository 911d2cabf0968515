package dev.tarn.audit;

import dev.tarn.store.ConcurrentReads;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads many objects, some at a time, until a time limit.
final class Parallel {
  private static final int BETWEEN_LOOKS_AT_THE_CLOCK = 64;

  private Parallel() {}

  /// Gives what `read` makes of each of `items` to `use`, which the calling thread runs, in order.
  static <T, R> void forEach(List<T> items, TimeLimit limit, Function<T, R> read, Consumer<R> use) {
    for (int from = 0; from < items.size() && !limit.isPast(); ) {
      int to = Math.min(items.size(), from + BETWEEN_LOOKS_AT_THE_CLOCK);
      ConcurrentReads.map(items.subList(from, to), read).forEach(use);
      from = to;
    }
  }
}
