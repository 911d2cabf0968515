package dev.tarn.table.delta;

import dev.tarn.store.ObjectSummary;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a checkpoint now and then, so that a table is loaded from few objects. The writer of each
/// version that is a multiple of the interval writes it; if that failed, a later one does. A
/// checkpoint only saves work, so a failure is logged and the commit before it stands.
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int CATCH_UP_PARTS = 5;

  private final DeltaLog log;
  private final StateLoader loader;

  Checkpoints(DeltaLog log, StateLoader loader) {
    this.log = log;
    this.loader = loader;
  }

  /// Writes a checkpoint of `state`, which was just committed, if one is due. Gives the same state,
  /// put together from the checkpoint if there is one now.
  TableState afterCommit(TableState state, LogReader reader) {
    try {
      return isDue(state, reader) ? write(state, reader) : state;
    } catch (RuntimeException e) {
      LOG.warn("no checkpoint of {} at version {}", log.layout().dataset(), state.version(), e);
      return state;
    }
  }

  /// Writes a checkpoint of `state` unless it has one, or is hardly more than its last.
  TableState now(TableState state, LogReader reader) {
    return state.listing().commitsSinceCheckpoint() > 1
        ? KernelCalls.call(() -> write(state, reader))
        : state;
  }

  private boolean isDue(TableState state, LogReader reader) {
    int interval = log.settings().checkpointInterval();
    long since = state.listing().commitsSinceCheckpoint();
    if (since < interval) {
      return false;
    }
    if (state.version() % interval == 0) {
      return true;
    }
    // Overdue, as far as this writer knows: another may have written it since.
    return state.version() % Math.max(1, interval / CATCH_UP_PARTS) == 0
        && loader
            .latest(reader, Optional.of(state))
            .map(latest -> latest.listing().commitsSinceCheckpoint() >= interval)
            .orElse(false);
  }

  private TableState write(TableState state, LogReader reader) {
    TableEngine engine = log.engine(reader, state.listing());
    try {
      state.kernel().writeCheckpoint(engine);
    } catch (CheckpointAlreadyExistsException e) {
      LOG.debug("version {} had its checkpoint already", state.version(), e);
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ObjectSummary> objects = new ArrayList<>();
    engine.written(log.layout().checkpointKey(state.version())).ifPresent(objects::add);
    state.listing().commit(log.layout(), state.version()).ifPresent(objects::add);
    LogListing listing =
        new LogListing(objects, OptionalLong.of(state.version()), state.version(), state.version());
    return loader.load(reader, listing, Optional.of(state));
  }
}
