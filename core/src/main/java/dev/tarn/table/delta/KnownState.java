package dev.tarn.table.delta;

import dev.tarn.problem.Problem;
import dev.tarn.table.TableSnapshot;
import java.util.Optional;

/// The latest state of a table that one instance knows, which only a later one takes the place of.
final class KnownState {
  private final DeltaLog log;
  private final StateLoader loader;
  private final Checkpoints checkpoints;
  private volatile TableState known;

  KnownState(DeltaLog log, StateLoader loader, TableState known) {
    this.log = log;
    this.loader = loader;
    this.checkpoints = new Checkpoints(log, loader);
    this.known = known;
  }

  /// It, without asking the store.
  TableState get() {
    return known;
  }

  /// The latest state in the store, which is then the known one.
  TableState refresh(LogReader reader) {
    TableState latest =
        loader
            .latest(reader, Optional.of(known))
            .orElseThrow(
                () -> new Problem.UnknownDataset(log.layout().dataset().value()).exception());
    return learn(latest);
  }

  /// The state of `snapshot`, or the known one if that is later.
  TableState orLater(TableSnapshot snapshot) {
    TableState state = known;
    return snapshot instanceof DeltaSnapshot given && given.version() > state.version()
        ? given.state()
        : state;
  }

  /// Learns the state that a commit of this instance made, and gives it a checkpoint if one is due.
  TableState committed(TableState state, LogReader reader) {
    TableState after = learn(state);
    learn(checkpoints.afterCommit(after, reader));
    return after;
  }

  /// Gives the latest state in the store a checkpoint.
  void checkpoint(LogReader reader) {
    learn(checkpoints.now(refresh(reader), reader));
  }

  /// Makes `state` the known one, unless a later one is.
  private synchronized TableState learn(TableState state) {
    if (state.version() > known.version()
        || (state.version() == known.version()
            && state.listing().firstVersion() > known.listing().firstVersion())) {
      known = state;
    }
    return state;
  }
}
