package dev.tarn.audit;

import dev.tarn.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads many objects, some at a time, until a time limit.
final class Parallel {
  private static final int AT_A_TIME = 16;
  private static final int BETWEEN_LOOKS_AT_THE_CLOCK = 64;

  private Parallel() {}

  /// Gives what `read` makes of each of `items` to `use`, which the calling thread runs, in order.
  static <T, R> void forEach(List<T> items, TimeLimit limit, Function<T, R> read, Consumer<R> use) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      for (int from = 0; from < items.size() && !limit.isPast(); ) {
        int to = Math.min(items.size(), from + BETWEEN_LOOKS_AT_THE_CLOCK);
        List<Future<R>> reads = new ArrayList<>();
        for (T item : items.subList(from, to)) {
          reads.add(threads.submit(() -> read.apply(item)));
        }
        try {
          for (Future<R> each : reads) {
            use.accept(await(each));
          }
        } finally {
          reads.forEach(each -> each.cancel(true));
        }
        from = to;
      }
    }
  }

  private static <R> R await(Future<R> read) {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while auditing", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
