package dev.tarn.table.delta;

import dev.tarn.problem.Problem;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// Has commits through one instance wait for each other rather than race, and those that lost
/// against another instance's be tried again.
final class CommitTurns {
  private static final long LONGEST_WAIT_SECONDS = 20;

  private final DeltaLog log;
  private final ReentrantLock turn = new ReentrantLock(true);

  CommitTurns(DeltaLog log) {
    this.log = log;
  }

  /// One attempt at a commit.
  ///
  /// @param state to commit after
  /// @param before how many attempts there were before this one
  record Attempt(TableState state, int before) {}

  /// What `change` gives for the state that `first` has; empty if it lost against another commit,
  /// and then it is asked again for what `latest` has by then. Throws [Problem.Busy] where it lost
  /// too often, or its turn does not come.
  <T> T untilFirst(
      Supplier<TableState> first,
      Supplier<TableState> latest,
      Function<Attempt, Optional<T>> change) {
    return exclusively(() -> {
      TableState state = first.get();
      for (int before = 0; ; before++) {
        Optional<T> done = change.apply(new Attempt(state, before));
        if (done.isPresent()) {
          return done.get();
        }
        log.backoff().pause(before + 1);
        if (before + 1 >= log.settings().commitAttempts()) {
          throw busy();
        }
        state = latest.get();
      }
    });
  }

  /// What `work` gives, while nobody else has their turn. Throws [Problem.Busy] where it does not
  /// come.
  <T> T exclusively(Supplier<T> work) {
    try {
      if (!turn.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private RuntimeException busy() {
    return new Problem.Busy(
            "the commit to dataset '"
                + log.layout().dataset()
                + "' lost against other writers; try again")
        .exception();
  }
}
