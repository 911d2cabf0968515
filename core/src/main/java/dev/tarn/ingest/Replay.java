package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.ReplaceResult;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Tries rejected records again, a data file of them after another.
///
/// What fits by now is committed to the dataset first, and then leaves quarantine together with the
/// file that it was in, in whose place comes one with the other records, each of those that were
/// tried with an attempt more. Cut off between the two, the next run finds by the ledger of the
/// dataset's batches which records are in it already: they leave quarantine, and are not written
/// again. So it is with two runs at once, of which one has the file taken from under it.
public final class Replay {
  /// What the ids of batches of replayed records begin with.
  static final String PREFIX = "p";

  /// How many dates the records may have that are tried at once: one each.
  public static final int MOST_DAYS = 20_000;

  private static final int MOST_ROWS = MOST_DAYS;
  private static final int MOST_BYTES = 16 << 20;

  private final Tables tables;
  private final RejectedFiles rejectedFiles;
  private final BatchFiles files;
  private final ReplayedRecords replayed;
  private final RejectedRows rows = new RejectedRows();
  private final Metrics metrics;
  private final InstantSource clock;

  /// Works on `tables` through the collaborators given.
  public Replay(
      Tables tables,
      RejectedFiles rejectedFiles,
      BatchDecoder decoder,
      BatchFiles files,
      Deliveries deliveries,
      Metrics metrics,
      InstantSource clock) {
    this.tables = tables;
    this.rejectedFiles = rejectedFiles;
    this.files = files;
    this.replayed = new ReplayedRecords(decoder, files, deliveries);
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Tries once each rejected record of the dataset that `request` asks for and that was not tried
  /// since `since`. Says whether all were; if not, there was no time after `deadline`.
  ///
  /// @param step is told what came of each file, once that is durable
  public boolean run(
      DatasetName dataset,
      ReplayRequest request,
      Instant since,
      Instant deadline,
      Consumer<ReplayResult> step) {
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    Optional<Table> quarantine = tables.open(dataset.ofRejected());
    if (quarantine.isEmpty()) {
      return true;
    }
    // As exact as it is kept.
    Instant begun = since.truncatedTo(ChronoUnit.MICROS);
    Predicate predicate = request.predicate(dataset);
    RejectedRowFilter filter = new RejectedRowFilter(predicate);
    boolean changed = true;
    while (changed) {
      changed = false;
      TableSnapshot snapshot = quarantine.get().snapshot(new SnapshotTime.Latest());
      for (DataFile file : snapshot.files(predicate)) {
        if (clock.instant().isAfter(deadline)) {
          return false;
        }
        FileReplay one =
            new FileReplay(
                table,
                quarantine.get(),
                snapshot.definition(),
                file,
                row -> filter.accepts(row) && row.attemptedAt().isBefore(begun),
                begun);
        switch (one.run()) {
          case ReplaceResult.Replaced _ -> {
            metrics.record(
                dataset.value(), List.of(Metric.RECORDS_REPLAYED.of(one.result.replayed())));
            step.accept(one.result);
          }
          // Another run, a compaction or the retention was first; what is there now is read again.
          case ReplaceResult.FilesChanged _ -> changed = true;
        }
      }
    }
    return true;
  }

  /// One file of rejected records. For one use.
  private final class FileReplay {
    private final Table table;
    private final Table quarantine;
    private final DatasetDefinition definition;
    private final DataFile file;
    private final java.util.function.Predicate<RejectedRow> isAskedFor;
    private final Instant since;
    private final BatchId id = new BatchId("replay-" + UUID.randomUUID());
    private final List<RejectedRow> tried = new ArrayList<>();
    private final List<RejectedRow> kept = new ArrayList<>();
    private final List<DataFile> written = new ArrayList<>();
    private long triedBytes;
    private long keptBytes;
    private ReplayResult result = ReplayResult.NONE;

    FileReplay(
        Table table,
        Table quarantine,
        DatasetDefinition definition,
        DataFile file,
        java.util.function.Predicate<RejectedRow> isAskedFor,
        Instant since) {
      this.table = table;
      this.quarantine = quarantine;
      this.definition = definition;
      this.file = file;
      this.isAskedFor = isAskedFor;
      this.since = since;
    }

    /// Files without a record that is asked for stay as they are.
    ReplaceResult run() {
      boolean[] any = {false};
      rejectedFiles.read(definition, file, row -> any[0] |= isAskedFor.test(row));
      if (!any[0]) {
        return new ReplaceResult.Replaced(0);
      }
      rejectedFiles.read(definition, file, this::take);
      tryAgain();
      flush();
      return quarantine.rewrite(List.of(file), written);
    }

    private void take(RejectedRow row) {
      if (!isAskedFor.test(row)) {
        keep(row);
        return;
      }
      tried.add(row);
      triedBytes += row.raw().text().length();
      if (tried.size() >= MOST_ROWS || triedBytes >= MOST_BYTES) {
        tryAgain();
      }
    }

    private void tryAgain() {
      if (tried.isEmpty()) {
        return;
      }
      Instant now = clock.instant();
      // By another machine's clock, the request may be later than now.
      List<RejectedRow> again = replayed.commit(table, tried, now.isBefore(since) ? since : now);
      result = result.plus(new ReplayResult(tried.size() - again.size(), again.size()));
      tried.clear();
      triedBytes = 0;
      again.forEach(this::keep);
    }

    private void keep(RejectedRow row) {
      kept.add(row);
      keptBytes += row.raw().text().length();
      if (kept.size() >= MOST_ROWS || keptBytes >= MOST_BYTES) {
        flush();
      }
    }

    private void flush() {
      if (!kept.isEmpty()) {
        written.addAll(files.write(quarantine, definition, id, rows.batch(definition, kept)));
        kept.clear();
        keptBytes = 0;
      }
    }
  }
}
