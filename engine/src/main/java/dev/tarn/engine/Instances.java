package dev.tarn.engine;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// New DuckDB instances, each for one use. To open one takes longer than many a statement does, so
/// while one is used the next is opened already. The first is not opened before it is asked for:
/// what is in the snapshot of a function's memory would be in all its copies, and with it the state
/// of its random numbers.
///
/// Safe for use by many threads.
final class Instances {
  private final Opening opening;
  private @Nullable FutureTask<Database> next;

  /// How an instance is opened.
  interface Opening {
    Database open() throws SQLException;
  }

  Instances(Opening opening) {
    this.opening = opening;
  }

  /// An instance that nobody else has, for the caller to bound and to close. It is likely to be
  /// bounded by `bounds`, since the next one is, which is opened now.
  Database take(InstanceBounds bounds) throws SQLException {
    FutureTask<Database> taken;
    synchronized (this) {
      taken = next;
      next = new FutureTask<>(() -> bounded(bounds));
      Thread.ofPlatform().daemon().name("sql-engine-next").start(next);
    }
    return taken == null ? opening.open() : opened(taken);
  }

  private Database bounded(InstanceBounds bounds) throws SQLException {
    Database database = opening.open();
    try {
      database.bound(bounds);
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  private Database opened(FutureTask<Database> taken) throws SQLException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return taken.get();
        } catch (InterruptedException e) {
          // Whoever takes it closes it, so it has to be waited for.
          interrupted = true;
        } catch (ExecutionException e) {
          // What failed then may not fail now.
          return opening.open();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
