package dev.tarn.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/// DuckDB instances, each for one statement at a time. To open and to close one takes longer than
/// many a statement does, so one whose statement ended well is kept for the next. After anything
/// else an instance is closed: what a statement that failed may have left, no other meets.
///
/// Safe for use by many threads.
final class Instances {
  private final Opening opening;
  private final int most;
  private final Deque<Instance> idle = new ArrayDeque<>();

  /// How an instance is opened.
  interface Opening {
    Instance open(InstanceBounds bounds, Path parent) throws SQLException;
  }

  /// Keeps `most` instances at most that nobody uses.
  Instances(Opening opening, int most) {
    this.opening = opening;
    this.most = most;
  }

  /// An instance that nobody else has, bounded so, with its directory in `parent`; to be
  /// [#giveBack]en.
  Instance take(InstanceBounds bounds, Path parent) throws SQLException {
    Path real = real(parent);
    Optional<Instance> kept = kept(bounds, real);
    return kept.isPresent() ? kept.get() : opening.open(bounds, real);
  }

  private static Path real(Path parent) {
    try {
      return parent.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's directory is not there", e);
    }
  }

  private synchronized Optional<Instance> kept(InstanceBounds bounds, Path parent) {
    for (Iterator<Instance> each = idle.iterator(); each.hasNext(); ) {
      Instance instance = each.next();
      if (instance.fits(bounds, parent)) {
        each.remove();
        return Optional.of(instance);
      }
    }
    return Optional.empty();
  }

  /// Takes an instance back whose statement is over and its connection closed.
  ///
  /// @param endedWell whether nothing failed, or ran out of time or memory
  void giveBack(Instance instance, boolean endedWell) throws SQLException {
    boolean fit = instance.clear() && endedWell;
    Optional<Instance> surplus = fit ? keep(instance) : Optional.of(instance);
    if (surplus.isPresent()) {
      surplus.get().close();
    }
  }

  private synchronized Optional<Instance> keep(Instance instance) {
    idle.addFirst(instance);
    return idle.size() > most ? Optional.of(idle.removeLast()) : Optional.empty();
  }
}
