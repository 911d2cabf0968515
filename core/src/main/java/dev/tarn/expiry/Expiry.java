package dev.tarn.expiry;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go, for one dataset, of what its retention no longer keeps: rows whose event date is past,
/// then files that no version within the retention needs, then the log of versions before that.
/// Each step is safe to be cut off anywhere and done again, and to be done by several at once.
///
/// A file is deleted only when it is both unknown to every version that is kept and older than the
/// retention, so that one which an append is about to commit is left alone.
public final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final int KEYS_PER_DELETION = 1_000;

  private final Tables tables;
  private final ObjectStore store;
  private final Retention retention;
  private final VersionHold hold;
  private final Clock clock;
  private final Metrics metrics;

  /// Expires what `tables` keep in `store`, by `clock`.
  public Expiry(
      Tables tables,
      ObjectStore store,
      Retention retention,
      VersionHold hold,
      Clock clock,
      Metrics metrics) {
    this.tables = tables;
    this.store = store;
    this.retention = retention;
    this.hold = hold;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Does all that is due for the dataset. Throws [Problem.UnknownDataset] if there is none.
  public ExpiryResult expire(DatasetName dataset) {
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    Instant now = clock.instant();
    List<DataFile> past = past(table.snapshot(new SnapshotTime.Latest()), now);
    int removed = past.isEmpty() ? 0 : table.remove(past);
    OptionalLong held = hold.heldAfter(dataset);
    List<ObjectSummary> deleted = deleteUnneeded(table, now.minus(retention.files()), held);
    ExpiryResult result =
        new ExpiryResult(
            removed,
            removed == 0 ? 0 : past.stream().mapToLong(DataFile::rows).sum(),
            deleted.size(),
            deleted.stream().mapToLong(ObjectSummary::size).sum(),
            table.cleanLog(earlier(now.minus(retention.log()), table, held)));
    measure(dataset, result);
    return result;
  }

  private static List<DataFile> past(TableSnapshot snapshot, Instant now) {
    OptionalInt days = snapshot.definition().retentionDays();
    if (days.isEmpty()) {
      return List.of();
    }
    LocalDate first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days.getAsInt());
    return snapshot.files(Predicate.ALWAYS).stream()
        .filter(file -> file.eventDate().isBefore(first))
        .toList();
  }

  /// `since`, or when the held version was committed, if that is earlier. A version that can be
  /// read no more holds nothing.
  private static Instant earlier(Instant since, Table table, OptionalLong held) {
    if (held.isEmpty()) {
      return since;
    }
    try {
      Instant time = table.snapshot(new SnapshotTime.AtVersion(held.getAsLong())).time();
      return time.isBefore(since) ? time : since;
    } catch (ProblemException e) {
      LOG.warn("version {} is held and cannot be read", held.getAsLong(), e);
      return since;
    }
  }

  private static Set<ObjectKey> needed(Table table, Instant since, OptionalLong held) {
    Set<ObjectKey> needed = new HashSet<>(table.filesNeededSince(since));
    if (held.isPresent()) {
      long latest = table.snapshot(new SnapshotTime.Latest()).version();
      try {
        table.appended(held.getAsLong(), latest).forEach(file -> needed.add(file.key()));
      } catch (ProblemException e) {
        LOG.warn("what came after version {} is held and not in the log", held.getAsLong(), e);
      }
    }
    return needed;
  }

  private List<ObjectSummary> deleteUnneeded(Table table, Instant since, OptionalLong held) {
    Set<ObjectKey> needed = needed(table, since, held);
    List<ObjectSummary> deleted = new ArrayList<>();
    for (List<ObjectSummary> page : new ObjectPages(store, table.dataFilePrefix())) {
      List<ObjectSummary> unneeded =
          page.stream()
              .filter(object -> object.lastModified().isBefore(since))
              .filter(object -> !needed.contains(object.key()))
              .toList();
      delete(unneeded);
      deleted.addAll(unneeded);
    }
    return deleted;
  }

  private void delete(List<ObjectSummary> objects) {
    for (int from = 0; from < objects.size(); from += KEYS_PER_DELETION) {
      int to = Math.min(from + KEYS_PER_DELETION, objects.size());
      store.delete(objects.subList(from, to).stream().map(ObjectSummary::key).toList());
    }
  }

  private void measure(DatasetName dataset, ExpiryResult result) {
    metrics.record(
        dataset.value(),
        List.of(
            Metric.FILES_EXPIRED.of(result.filesRemoved()),
            Metric.ROWS_EXPIRED.of(result.rowsRemoved()),
            Metric.FILES_DELETED.of(result.filesDeleted()),
            Metric.BYTES_DELETED.of(result.bytesDeleted()),
            Metric.LOG_OBJECTS_DELETED.of(result.logObjectsDeleted())));
  }
}
