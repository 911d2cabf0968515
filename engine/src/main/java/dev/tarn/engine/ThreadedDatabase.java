package dev.tarn.engine;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection to DuckDB with the thread that it is used on, from its opening to its end.
final class ThreadedDatabase {
  private final EngineThread thread;
  private final EngineThread.Work<Database> opening;
  private volatile @Nullable Database database;
  private volatile boolean failed;

  /// The connection is what `opening` gives. What is done is cancelled where `deadline` passes, or
  /// `memoryExceeded` says so.
  ThreadedDatabase(
      EngineThread.Work<Database> opening, Deadline deadline, BooleanSupplier memoryExceeded) {
    this.opening = opening;
    thread = new EngineThread(deadline, memoryExceeded);
  }

  /// Opens the connection.
  void open() {
    var _ =
        ours(() -> {
          database = opening.run();
          return true;
        });
  }

  /// The connection, to be used in [#call] and [#ours] alone.
  Database get() {
    Database open = database;
    if (open == null) {
      throw new IllegalStateException("the database is not open");
    }
    return open;
  }

  /// Does `work`; what DuckDB throws becomes what `failures` says.
  <T extends @Nullable Object> T call(
      EngineThread.Work<T> work, Function<SQLException, RuntimeException> failures) {
    boolean done = false;
    try {
      T value = thread.call(work, this::cancel, failures);
      done = true;
      return value;
    } finally {
      failed |= !done;
    }
  }

  /// Does work that no client's statement has a part in.
  <T extends @Nullable Object> T ours(EngineThread.Work<T> work) {
    return call(work, EngineProblems::ours);
  }

  /// Whether some work failed, or ran out of time or memory.
  boolean failed() {
    return failed;
  }

  /// Asks what runs to stop; callable from any thread, at any time.
  void cancel() {
    Database open = database;
    if (open != null) {
      open.cancel();
    }
  }

  /// Ends what runs and closes the connection, and does `afterwards`, both when the present work
  /// has ended. Waits a moment for that.
  void close(Runnable afterwards) {
    thread.close(
        this::cancel,
        () -> {
          Database open = database;
          try {
            if (open != null) {
              open.close();
            }
          } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not close", e);
          } finally {
            afterwards.run();
          }
        });
  }
}
