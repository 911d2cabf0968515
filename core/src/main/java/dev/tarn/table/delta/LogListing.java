package dev.tarn.table.delta;

import dev.tarn.problem.LogFault;
import dev.tarn.store.ObjectSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/// The objects that make one state of a log: a checkpoint, if there is one, and every commit since,
/// in key order. The commit of the checkpoint's own version is among them.
record LogListing(
    List<ObjectSummary> objects, OptionalLong checkpointVersion, long firstVersion, long version) {
  private static final int MOST_MISSING = 100;

  LogListing {
    objects = List.copyOf(objects);
  }

  /// Nothing: what a table that does not exist has.
  static final LogListing NONE = new LogListing(List.of(), OptionalLong.empty(), 0, -1);

  /// What `found`, a listing in key order, holds of the state at `upTo` or the latest before it;
  /// empty if it holds no whole state: nothing to start from, or a version missing.
  static Optional<LogListing> of(LogLayout layout, List<ObjectSummary> found, long upTo) {
    OptionalLong checkpoint = OptionalLong.empty();
    for (ObjectSummary object : found) {
      OptionalLong version = layout.checkpointVersion(object.key());
      if (version.isPresent() && version.getAsLong() <= upTo && object.size() > 0) {
        checkpoint = version;
      }
    }
    long first = checkpoint.orElse(0);
    List<ObjectSummary> kept = new ArrayList<>();
    long expected = first;
    for (ObjectSummary object : found) {
      OptionalLong commit = layout.commitVersion(object.key());
      if (commit.isPresent() && commit.getAsLong() >= first && commit.getAsLong() <= upTo) {
        if (commit.getAsLong() != expected) {
          return Optional.empty();
        }
        expected++;
        kept.add(object);
      } else if (checkpoint.isPresent()
          && layout.checkpointVersion(object.key()).equals(checkpoint)) {
        kept.add(object);
      }
    }
    return expected == first
        ? Optional.empty()
        : Optional.of(new LogListing(kept, checkpoint, first, expected - 1));
  }

  /// The versions whose commits `found`, a listing in key order that holds no whole state, lacks:
  /// of those from its last checkpoint, or else from version 0, to its last version; 100 at most.
  /// Empty if it is no table's.
  static List<Long> missing(LogLayout layout, List<ObjectSummary> found) {
    Set<Long> commits = new HashSet<>();
    long first = 0;
    long last = -1;
    for (ObjectSummary object : found) {
      OptionalLong checkpoint = layout.checkpointVersion(object.key());
      if (checkpoint.isPresent()) {
        last = Math.max(last, checkpoint.getAsLong());
        first = object.size() > 0 ? checkpoint.getAsLong() : first;
      }
      OptionalLong commit = layout.commitVersion(object.key());
      if (commit.isPresent()) {
        commits.add(commit.getAsLong());
        last = Math.max(last, commit.getAsLong());
      }
    }
    return LongStream.rangeClosed(first, last)
        .filter(version -> !commits.contains(version))
        .limit(MOST_MISSING)
        .boxed()
        .toList();
  }

  /// The commits that the state is put together from which are empty, as none is when it is put.
  List<LogFault> emptyEntries(LogLayout layout) {
    return needed(layout).stream()
        .filter(object -> object.size() == 0)
        .flatMapToLong(object -> layout.commitVersion(object.key()).stream())
        .<LogFault>mapToObj(LogFault.UnreadableEntry::new)
        .toList();
  }

  /// This listing with the commit that follows it.
  LogListing with(ObjectSummary commit) {
    List<ObjectSummary> more = new ArrayList<>(objects);
    more.add(commit);
    more.sort(Comparator.comparing(ObjectSummary::key));
    return new LogListing(more, checkpointVersion, firstVersion, version + 1);
  }

  /// Whether `other` is the same state, from the same checkpoint.
  boolean isSameAs(LogListing other) {
    return version == other.version && checkpointVersion.equals(other.checkpointVersion);
  }

  /// The objects that the state is put together from: all but the commit that the checkpoint
  /// covers.
  List<ObjectSummary> needed(LogLayout layout) {
    return objects.stream()
        .filter(object ->
            checkpointVersion.isEmpty()
                || !layout.commitVersion(object.key()).equals(checkpointVersion))
        .toList();
  }

  /// The commit of `version`, if it is among these.
  Optional<ObjectSummary> commit(LogLayout layout, long wanted) {
    return objects.stream()
        .filter(object -> layout.commitVersion(object.key()).equals(OptionalLong.of(wanted)))
        .findFirst();
  }

  /// How many commits there are since the checkpoint.
  long commitsSinceCheckpoint() {
    return checkpointVersion.isPresent() ? version - checkpointVersion.getAsLong() : version + 1;
  }
}
