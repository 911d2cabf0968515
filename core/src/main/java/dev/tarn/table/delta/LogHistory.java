package dev.tarn.table.delta;

import dev.tarn.store.ObjectSummary;
import dev.tarn.table.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads what commits did from the log.
final class LogHistory {
  private final LogLayout layout;

  LogHistory(LogLayout layout) {
    this.layout = layout;
  }

  /// The last `limit` commits up to `latest`'s, newest first.
  List<HistoryEntry> entries(LogReader reader, TableState latest, int limit) {
    long oldest = Math.max(0, latest.version() - limit + 1);
    List<ObjectSummary> listed =
        oldest >= latest.listing().firstVersion()
            ? latest.listing().objects()
            : reader.list(
                layout.logPrefix(), layout.before(oldest), layout.before(latest.version() + 1));
    List<ObjectSummary> commits = new ArrayList<>();
    for (ObjectSummary object : listed) {
      OptionalLong version = layout.commitVersion(object.key());
      if (version.isPresent()
          && version.getAsLong() >= oldest
          && version.getAsLong() <= latest.version()) {
        commits.add(object);
      }
    }
    reader.prefetch(commits);
    return commits.reversed().stream()
        .map(commit ->
            CommitEntry.parse(
                    layout.commitVersion(commit.key()).orElseThrow(),
                    reader.immutable(commit.key()))
                .history())
        .toList();
  }
}
