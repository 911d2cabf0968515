package dev.tarn.table.delta;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectSummary;
import dev.tarn.table.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what commits did from the log.
final class LogHistory {
  private static final Logger LOG = LoggerFactory.getLogger(LogHistory.class);

  private final LogLayout layout;

  LogHistory(LogLayout layout) {
    this.layout = layout;
  }

  /// The last `limit` commits up to `latest`'s, newest first.
  List<HistoryEntry> entries(LogReader reader, TableState latest, int limit) {
    return entries(reader, latest, latest.version() - limit, latest.version()).reversed();
  }

  /// The commits after `after` up to `upTo` that the log still has, oldest first.
  List<HistoryEntry> entries(LogReader reader, TableState latest, long after, long upTo) {
    long oldest = Math.max(0, after + 1);
    long newest = Math.min(upTo, latest.version());
    List<ObjectSummary> listed =
        oldest >= latest.listing().firstVersion()
            ? latest.listing().objects()
            : reader.list(layout.logPrefix(), layout.before(oldest), layout.before(newest + 1));
    List<ObjectSummary> commits = new ArrayList<>();
    for (ObjectSummary object : listed) {
      OptionalLong version = layout.commitVersion(object.key());
      if (version.isPresent() && version.getAsLong() >= oldest && version.getAsLong() <= newest) {
        commits.add(object);
      }
    }
    reader.prefetch(commits);
    return commits.stream().flatMap(commit -> entry(reader, commit.key()).stream()).toList();
  }

  /// Empty if the commit was cleaned away since it was listed.
  private Optional<HistoryEntry> entry(LogReader reader, ObjectKey key) {
    try {
      long version = layout.commitVersion(key).orElseThrow();
      return Optional.of(CommitEntry.parse(layout, version, reader.immutable(key)).history());
    } catch (ObjectNotFoundException e) {
      LOG.debug("{} was cleaned away", key, e);
      return Optional.empty();
    }
  }
}
