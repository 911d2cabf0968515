package dev.tarn.table.delta;

import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectSummary;
import dev.tarn.table.DataFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What of a table's log and files is needed still, as the log itself tells. Times of commits are
/// those that the store gave.
final class LogRetention {
  private static final int READ_AHEAD = 1_000;

  private final DeltaLog log;
  private final LogLayout layout;

  LogRetention(DeltaLog log) {
    this.log = log;
    this.layout = log.layout();
  }

  /// The keys of the files that are live at `latest`, and of those that commits since `since` took
  /// out: whatever was live at `since` or later is one or the other.
  Set<ObjectKey> filesNeededSince(LogReader reader, TableState latest, Instant since) {
    Set<ObjectKey> needed = new HashSet<>();
    new DeltaSnapshot(latest, log.engine(reader, latest.listing()))
        .forEachFile(add -> needed.add(layout.dataFile(add.getPath())));
    List<ObjectSummary> recent =
        commits(reader).values().stream()
            .filter(commit -> !commit.lastModified().isBefore(since))
            .toList();
    for (int from = 0; from < recent.size(); from += READ_AHEAD) {
      List<ObjectSummary> some = recent.subList(from, Math.min(from + READ_AHEAD, recent.size()));
      reader.prefetch(some);
      for (ObjectSummary commit : some) {
        long version = layout.commitVersion(commit.key()).orElseThrow();
        CommitEntry.parse(layout, version, reader.immutable(commit.key()))
            .removed()
            .forEach(removed -> needed.add(layout.dataFile(removed.path())));
      }
    }
    return needed;
  }

  /// The files that the commits after `after` up to `upTo` added with new rows.
  List<DataFile> appended(LogReader reader, TableState latest, long after, long upTo) {
    if (after < -1 || upTo > latest.version()) {
      throw unknown(upTo, latest);
    }
    List<DataFile> files = new ArrayList<>();
    for (long from = after + 1; from <= upTo; from += READ_AHEAD) {
      long to = Math.min(upTo, from + READ_AHEAD - 1);
      reader.prefetch(
          reader.list(layout.logPrefix(), layout.before(from), layout.before(to + 1)).stream()
              .filter(object -> layout.commitVersion(object.key()).orElse(-1) >= 0)
              .toList());
      for (long version = from; version <= to; version++) {
        files.addAll(commit(reader, latest, version).appended(layout, latest.schemas()));
      }
    }
    return files;
  }

  private CommitEntry commit(LogReader reader, TableState latest, long version) {
    try {
      return latest.commit(version, reader);
    } catch (ObjectNotFoundException e) {
      throw unknown(version, latest);
    }
  }

  private RuntimeException unknown(long version, TableState latest) {
    return new Problem.UnknownVersion(
            layout.dataset().value(),
            "version " + version,
            "versions up to " + latest.version() + " as far back as the log is kept")
        .exception();
  }

  /// Deletes what lies before the checkpoint that the state at `since` is put together from, oldest
  /// first, so that what is left is whole wherever this stops.
  int clean(LogReader reader, Instant since) {
    List<ObjectSummary> objects = reader.list(layout.logPrefix(), layout.logPrefix());
    NavigableMap<Long, ObjectSummary> commits = commits(objects);
    OptionalLong first =
        objects.stream()
            .flatMapToLong(object -> layout.checkpointVersion(object.key()).stream())
            .filter(version -> {
              ObjectSummary commit = commits.get(version);
              return commit != null && !commit.lastModified().isAfter(since);
            })
            .max();
    if (first.isEmpty()) {
      return 0;
    }
    List<ObjectKey> old =
        objects.stream()
            .map(ObjectSummary::key)
            .filter(key -> isBefore(first.getAsLong(), key))
            .toList();
    if (!old.isEmpty()) {
      log.store().delete(old);
    }
    return old.size();
  }

  private boolean isBefore(long version, ObjectKey key) {
    OptionalLong commit = layout.commitVersion(key);
    OptionalLong either = commit.isPresent() ? commit : layout.checkpointVersion(key);
    return either.isPresent() && either.getAsLong() < version;
  }

  /// The versions without a commit from the oldest that can be read to the latest.
  List<Long> missingVersions(LogReader reader) {
    List<ObjectSummary> objects = reader.list(layout.logPrefix(), layout.logPrefix());
    NavigableMap<Long, ObjectSummary> commits = commits(objects);
    NavigableSet<Long> checkpoints = new TreeSet<>();
    for (ObjectSummary object : objects) {
      layout.checkpointVersion(object.key()).ifPresent(checkpoints::add);
    }
    long latest = commits.isEmpty() ? -1 : commits.lastKey();
    if (!checkpoints.isEmpty()) {
      latest = Math.max(latest, checkpoints.last());
    }
    List<Long> missing = new ArrayList<>();
    long oldest = isCleaned(commits, checkpoints) ? checkpoints.first() : 0;
    for (long version = oldest; version <= latest; version++) {
      if (!commits.containsKey(version)) {
        missing.add(version);
      }
    }
    return missing;
  }

  /// Whether the log's first commits are gone as [#clean] takes them, which leaves the log from a
  /// checkpoint on whose commit is as old as batches are known at least.
  private boolean isCleaned(NavigableMap<Long, ObjectSummary> commits, Set<Long> checkpoints) {
    return !commits.containsKey(0L)
        && checkpoints.stream()
            .map(commits::get)
            .anyMatch(
                commit -> commit != null && !commit.lastModified().isAfter(log.forgetBefore()));
  }

  private NavigableMap<Long, ObjectSummary> commits(LogReader reader) {
    return commits(reader.list(layout.logPrefix(), layout.logPrefix()));
  }

  private NavigableMap<Long, ObjectSummary> commits(List<ObjectSummary> objects) {
    NavigableMap<Long, ObjectSummary> commits = new TreeMap<>();
    for (ObjectSummary object : objects) {
      layout.commitVersion(object.key()).ifPresent(version -> commits.put(version, object));
    }
    return commits;
  }
}
