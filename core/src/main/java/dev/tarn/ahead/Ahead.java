package dev.tarn.ahead;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Something that takes long to make and is made on a thread of its own, while whoever will need it
/// does other things. The thread does not keep the process from ending.
///
/// Safe for use by many threads.
public final class Ahead<T> implements Supplier<T> {
  private final FutureTask<T> making;

  private Ahead(Supplier<T> maker) {
    this.making = new FutureTask<>(maker::get);
  }

  /// Begins to make what `maker` gives, on a thread named `name`.
  public static <T> Ahead<T> of(String name, Supplier<T> maker) {
    Ahead<T> ahead = new Ahead<>(maker);
    Thread.ofPlatform().daemon().name(name).start(ahead.making);
    return ahead;
  }

  /// What is made, which is waited for, even by a thread that is interrupted meanwhile. Throws each
  /// time what kept it from being made.
  @Override
  public T get() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return making.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
