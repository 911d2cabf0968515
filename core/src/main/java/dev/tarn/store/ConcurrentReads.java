package dev.tarn.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Reads many objects, some at a time, since each read mostly waits.
public final class ConcurrentReads {
  private static final int AT_A_TIME = 16;

  private ConcurrentReads() {}

  /// What `read` makes of each of `items`, in their order. What a read throws is thrown, when the
  /// reads under way have ended; others are not begun then.
  public static <T, R> List<R> map(List<T> items, Function<T, R> read) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      List<Future<R>> reads = new ArrayList<>(items.size());
      for (T item : items) {
        reads.add(threads.submit(() -> read.apply(item)));
      }
      try {
        List<R> results = new ArrayList<>(items.size());
        for (Future<R> each : reads) {
          results.add(await(each));
        }
        return results;
      } finally {
        reads.forEach(each -> each.cancel(true));
      }
    }
  }

  private static <R> R await(Future<R> read) {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while reading", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
