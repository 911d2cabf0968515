package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.AppendCondition;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.EvolveResult;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.ReplaceResult;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.TableStates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// One dataset's table, as a Delta table.
///
/// The latest state that this instance knows is kept from call to call. An append commits right
/// after it, which costs one put if nobody else committed since; if somebody did, the put finds
/// another commit in its place, and the log is read again: the batch may be in it, or the
/// definition may have changed, or the append is tried after it. Each commit of a batch carries a
/// transaction id, so that whoever committed it, it is found.
///
/// Commits through one instance wait for each other rather than race.
final class DeltaTable implements Table {
  private final DeltaLog log;
  private final StateLoader loader;
  private final Committer committer;
  private final LogHistory history;
  private final LogRetention retention;
  private final BatchIndex batches = new BatchIndex();
  private final CommitTurns turns;
  private final KnownState known;

  DeltaTable(DeltaLog log, TableState known) {
    this.log = log;
    this.loader = new StateLoader(log);
    this.committer = new Committer(log.layout());
    this.history = new LogHistory(log.layout());
    this.retention = new LogRetention(log);
    this.turns = new CommitTurns(log);
    this.known = new KnownState(log, loader, known);
  }

  @Override
  public TableStates states(SnapshotTime time) {
    LogReader reader = log.reader();
    TableState latest = known.refresh(reader);
    TableState state =
        switch (time) {
          case SnapshotTime.Latest now -> latest;
          case SnapshotTime.AtVersion at -> loader.at(reader, at.version(), latest);
          case SnapshotTime.AtInstant at -> loader.at(reader, at.instant(), latest);
        };
    return new TableStates(snapshot(state, reader), snapshot(latest, reader));
  }

  @Override
  public TableSnapshot knownSnapshot() {
    return snapshot(known.get(), log.reader());
  }

  private DeltaSnapshot snapshot(TableState state, LogReader reader) {
    return new DeltaSnapshot(state, log.engine(reader, state.listing()));
  }

  @Override
  public Optional<CommittedBatch> findBatch(TableSnapshot snapshot, BatchId batch) {
    return find(known.orLater(snapshot), log.reader(), batch);
  }

  @Override
  public List<BatchId> batches(TableSnapshot snapshot, String prefix) {
    return batches(known.orLater(snapshot), log.reader(), prefix);
  }

  private List<BatchId> batches(TableState state, LogReader reader, String prefix) {
    return KernelCalls.call(() ->
        batches.startingWith(
            prefix, state, log.engine(reader, state.listing()), log.forgetBefore()));
  }

  private Optional<CommittedBatch> find(TableState state, LogReader reader, BatchId batch) {
    return KernelCalls.call(() -> {
      OptionalLong version =
          batches.version(state, log.engine(reader, state.listing()), batch, log.forgetBefore());
      return version.isEmpty()
          ? Optional.empty()
          : state.commit(version.getAsLong(), reader).batch(batch, log.layout(), state.schemas());
    });
  }

  @Override
  public ObjectKey newDataFileKey(BatchId batch, LocalDate eventDate) {
    return log.layout().dataFileKey(batch.value(), eventDate, UUID.randomUUID().toString());
  }

  @Override
  public ObjectKey newMergedFileKey(LocalDate eventDate) {
    return log.layout().dataFileKey("merged", eventDate, UUID.randomUUID().toString());
  }

  @Override
  public AppendResult append(
      TableSnapshot encodedFor, BatchId batch, String fingerprint, List<DataFile> files) {
    return append(encodedFor, batch, fingerprint, files, Optional.empty());
  }

  @Override
  public AppendResult append(
      TableSnapshot encodedFor,
      BatchId batch,
      String fingerprint,
      List<DataFile> files,
      AppendCondition condition) {
    return append(encodedFor, batch, fingerprint, files, Optional.of(condition));
  }

  private AppendResult append(
      TableSnapshot encodedFor,
      BatchId batch,
      String fingerprint,
      List<DataFile> files,
      Optional<AppendCondition> condition) {
    DatasetDefinition definition = encodedFor.definition();
    BatchAppend append = new BatchAppend(log, batch, fingerprint, files);
    append.requireOf(definition);
    LogReader reader = log.reader();
    return turns.untilFirst(
        () -> encodedFor.version() > known.get().version() ? known.refresh(reader) : known.get(),
        () -> known.refresh(reader),
        attempt -> {
          TableState state = attempt.state();
          Optional<CommittedBatch> earlier = find(state, reader, batch);
          if (earlier.isPresent()) {
            return Optional.of(new AppendResult.AlreadyCommitted(earlier.get()));
          }
          if (!state.definition().equals(definition)) {
            return Optional.of(new AppendResult.DefinitionChanged());
          }
          if (condition.isPresent()
              && !condition.get().allows(batches(state, reader, condition.get().prefix()))) {
            return Optional.of(new AppendResult.NotAllowed());
          }
          return committer
              .commit(state, log.engine(reader, state.listing()), append.actions(state))
              .<AppendResult>map(committed ->
                  new AppendResult.Appended(
                      append.committed(known.committed(committed, reader)), attempt.before()));
        });
  }

  @Override
  public EvolveResult evolve(TableSnapshot base, DatasetDefinition definition) {
    LogReader reader = log.reader();
    DefinitionChange change = new DefinitionChange(log, reader, definition);
    return untilFirst(
        reader,
        state -> {
          if (state.definition().equals(definition)) {
            return Optional.of(new EvolveResult.Evolved(snapshot(state, reader)));
          }
          if (!state.definition().equals(base.definition())) {
            return Optional.of(new EvolveResult.DefinitionChanged());
          }
          return committer
              .commit(state, log.engine(reader, state.listing()), change.actions(state))
              .<EvolveResult>map(
                  committed -> new EvolveResult.Evolved(snapshot(known.refresh(reader), reader)));
        });
  }

  @Override
  public List<HistoryEntry> history(int limit) {
    LogReader reader = log.reader();
    TableState latest = known.refresh(reader);
    return KernelCalls.call(() -> history.entries(reader, latest, limit));
  }

  @Override
  public List<HistoryEntry> history(long after, long upTo) {
    LogReader reader = log.reader();
    TableState latest = known.refresh(reader);
    return KernelCalls.call(() -> history.entries(reader, latest, after, upTo));
  }

  @Override
  public String dataFilePrefix() {
    return log.layout().dataFilePrefix();
  }

  @Override
  public ReplaceResult replace(List<DataFile> removed, List<DataFile> added) {
    if (removed.isEmpty() || added.isEmpty()) {
      throw new IllegalArgumentException("files are replaced by files");
    }
    return replace(removed, added, false);
  }

  @Override
  public ReplaceResult rewrite(List<DataFile> removed, List<DataFile> added) {
    if (removed.isEmpty()) {
      throw new IllegalArgumentException("it is files that are rewritten");
    }
    return replace(removed, added, true);
  }

  private ReplaceResult replace(List<DataFile> removed, List<DataFile> added, boolean otherRows) {
    LogReader reader = log.reader();
    List<DataFile> all = new ArrayList<>(removed);
    all.addAll(added);
    return untilFirst(
        reader,
        state -> {
          FileReplacement replacement = new FileReplacement(log, reader, state, all);
          if (!added.isEmpty() && replacement.has(added)) {
            return Optional.of(new ReplaceResult.Replaced(state.version()));
          }
          if (!replacement.has(removed)) {
            return Optional.of(new ReplaceResult.FilesChanged());
          }
          return replacement
              .commit(committer, replacement.replaceBy(added, otherRows))
              .<ReplaceResult>map(committed ->
                  new ReplaceResult.Replaced(known.committed(committed, reader).version()));
        });
  }

  @Override
  public int remove(List<DataFile> files) {
    LogReader reader = log.reader();
    return untilFirst(
        reader,
        state -> {
          FileReplacement removal = new FileReplacement(log, reader, state, files);
          if (removal.size() == 0) {
            return Optional.of(0);
          }
          return removal
              .commit(committer, removal.remove())
              .map(committed -> {
                known.committed(committed, reader);
                return removal.size();
              });
        });
  }

  @Override
  public Set<ObjectKey> filesNeededSince(Instant since) {
    LogReader reader = log.reader();
    TableState latest = known.refresh(reader);
    return KernelCalls.call(() -> retention.filesNeededSince(reader, latest, since));
  }

  @Override
  public List<DataFile> appended(long after, long upTo) {
    LogReader reader = log.reader();
    TableState latest = known.refresh(reader);
    return KernelCalls.call(() -> retention.appended(reader, latest, after, upTo));
  }

  @Override
  public int cleanLog(Instant since) {
    LogReader reader = log.reader();
    return turns.exclusively(() -> {
      known.checkpoint(reader);
      Instant batchesKnownSince = log.forgetBefore();
      return retention.clean(reader, since.isBefore(batchesKnownSince) ? since : batchesKnownSince);
    });
  }

  @Override
  public List<Long> missingVersions() {
    return retention.missingVersions(log.reader());
  }

  /// What `change` gives for the latest state; empty if it lost against another commit, and then it
  /// is asked again for what is the latest state by then.
  private <T> T untilFirst(LogReader reader, Function<TableState, Optional<T>> change) {
    return turns.untilFirst(
        () -> known.refresh(reader),
        () -> known.refresh(reader),
        attempt -> change.apply(attempt.state()));
  }
}
