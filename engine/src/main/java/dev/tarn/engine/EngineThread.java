package dev.tarn.engine;

import dev.tarn.problem.Problem;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The thread that a session's engine runs on, so that its caller is answered in time whatever the
/// engine does: at a limit the work is cancelled, and if it does not stop soon (the engine looks
/// for a cancellation only between its steps) it is left behind, to end and be freed on its own.
final class EngineThread {
  private static final long LOOK_MILLIS = 20;
  private static final long GRACE_MILLIS = 1000;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sql-engine").stackSize(16L << 20).factory());
  private final Deadline deadline;
  private final BooleanSupplier memoryExceeded;
  private boolean abandoned;

  EngineThread(Deadline deadline, BooleanSupplier memoryExceeded) {
    this.deadline = deadline;
    this.memoryExceeded = memoryExceeded;
  }

  /// Something for the engine to do.
  interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /// Does `work`, and `cancel`s it where the session's time or memory runs out, which throws a
  /// [dev.tarn.problem.ProblemException]. What the engine throws becomes what `failures` says.
  <T extends @Nullable Object> T call(
      Work<T> work, Runnable cancel, Function<SQLException, RuntimeException> failures) {
    if (abandoned || deadline.passed()) {
      throw deadline.problem().exception();
    }
    Future<T> running = thread.submit(work::run);
    @Nullable Problem ended = null;
    long cancelledAt = 0;
    while (true) {
      try {
        T value = running.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (ended != null) {
          throw ended.exception();
        }
        return value;
      } catch (TimeoutException e) {
        long now = System.nanoTime();
        if (ended == null) {
          ended = limitReached();
          cancelledAt = now;
        }
        if (ended != null) {
          cancel.run();
          if (TimeUnit.NANOSECONDS.toMillis(now - cancelledAt) > GRACE_MILLIS) {
            abandoned = true;
            throw ended.exception();
          }
        }
      } catch (InterruptedException e) {
        cancel.run();
        abandoned = true;
        Thread.currentThread().interrupt();
        throw deadline.problem().exception();
      } catch (ExecutionException e) {
        if (ended != null) {
          throw ended.exception();
        }
        throw failure(e, failures);
      }
    }
  }

  private @Nullable Problem limitReached() {
    if (deadline.passed()) {
      return deadline.problem();
    }
    return memoryExceeded.getAsBoolean() ? EngineProblems.outOfMemory() : null;
  }

  private static RuntimeException failure(
      ExecutionException e, Function<SQLException, RuntimeException> failures) {
    switch (e.getCause()) {
      case SQLException failure -> throw failures.apply(failure);
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> throw new IllegalStateException(e);
    }
  }

  /// Does `free` when the present work has ended, and ends the thread. Waits a moment for both.
  void close(Runnable cancel, Runnable free) {
    cancel.run();
    Future<?> freed = thread.submit(free);
    thread.shutdown();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    boolean interrupted = false;
    while (!freed.isDone() && System.nanoTime() < end && !interrupted) {
      try {
        freed.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the SQL engine was not freed", e);
      } catch (TimeoutException e) {
        cancel.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
