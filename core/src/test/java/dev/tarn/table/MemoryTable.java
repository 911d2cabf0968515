package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreUsage;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/// A table kept in memory: a list of its states, one per version.
final class MemoryTable implements Table {
  private final Clock clock;
  private final List<State> states = new ArrayList<>();
  private final Map<BatchId, CommittedBatch> batches = new HashMap<>();
  private int keys;

  MemoryTable(DatasetDefinition definition, Clock clock) {
    this.clock = clock;
    Map<Integer, Schema> schemas = Map.of(definition.schemaVersion(), definition.schema());
    states.add(new State(0, clock.instant(), "create", definition, schemas, List.of()));
  }

  @Override
  public synchronized TableStates states(SnapshotTime time) {
    return new TableStates(state(time), states.getLast());
  }

  private State state(SnapshotTime time) {
    return switch (time) {
      case SnapshotTime.Latest latest -> states.getLast();
      case SnapshotTime.AtVersion at ->
          states.stream()
              .filter(state -> state.version() == at.version())
              .findFirst()
              .orElseThrow(() -> unknown("version " + at.version()));
      case SnapshotTime.AtInstant at ->
          states.reversed().stream()
              .filter(state -> !state.time().isAfter(at.instant()))
              .findFirst()
              .orElseThrow(() -> unknown(at.instant().toString()));
    };
  }

  @Override
  public TableSnapshot knownSnapshot() {
    return snapshot(new SnapshotTime.Latest());
  }

  @Override
  public String dataFilePrefix() {
    return "memory/";
  }

  @Override
  public synchronized ReplaceResult replace(List<DataFile> removed, List<DataFile> added) {
    State latest = states.getLast();
    if (latest.files().containsAll(added)) {
      return new ReplaceResult.Replaced(latest.version());
    }
    if (!latest.files().containsAll(removed)) {
      return new ReplaceResult.FilesChanged();
    }
    List<DataFile> all = new ArrayList<>(latest.files());
    all.removeAll(removed);
    all.addAll(added);
    return new ReplaceResult.Replaced(commit("compact", latest.definition(), all).version());
  }

  @Override
  public synchronized ReplaceResult rewrite(List<DataFile> removed, List<DataFile> added) {
    return replace(removed, added);
  }

  @Override
  public synchronized int remove(List<DataFile> files) {
    State latest = states.getLast();
    List<DataFile> all = new ArrayList<>(latest.files());
    all.removeAll(files);
    int removed = latest.files().size() - all.size();
    if (removed > 0) {
      var _ = commit("expire", latest.definition(), all);
    }
    return removed;
  }

  @Override
  public synchronized Set<ObjectKey> filesNeededSince(Instant since) {
    Set<ObjectKey> needed = new HashSet<>();
    State current = states.getFirst();
    for (State state : states) {
      if (state.time().isBefore(since)) {
        current = state;
      } else {
        state.files().forEach(file -> needed.add(file.key()));
      }
    }
    current.files().forEach(file -> needed.add(file.key()));
    return needed;
  }

  @Override
  public synchronized List<DataFile> appended(long after, long upTo) {
    return batches.values().stream()
        .filter(batch -> batch.version() > after && batch.version() <= upTo)
        .flatMap(batch -> batch.files().stream())
        .toList();
  }

  @Override
  public int cleanLog(Instant since) {
    return 0;
  }

  @Override
  public List<Long> missingVersions() {
    return List.of();
  }

  @Override
  public synchronized Optional<CommittedBatch> findBatch(TableSnapshot known, BatchId batch) {
    return Optional.ofNullable(batches.get(batch));
  }

  @Override
  public synchronized ObjectKey newDataFileKey(BatchId batch, LocalDate eventDate) {
    keys++;
    return new ObjectKey("memory/%s/%s-%d.parquet".formatted(eventDate, batch, keys));
  }

  @Override
  public synchronized ObjectKey newMergedFileKey(LocalDate eventDate) {
    keys++;
    return new ObjectKey("memory/%s/merged-%d.parquet".formatted(eventDate, keys));
  }

  @Override
  public synchronized List<BatchId> batches(TableSnapshot known, String prefix) {
    return batches.keySet().stream().filter(id -> id.value().startsWith(prefix)).toList();
  }

  @Override
  public synchronized AppendResult append(
      TableSnapshot encodedFor,
      BatchId batch,
      String fingerprint,
      List<DataFile> files,
      AppendCondition condition) {
    return condition.allows(batches(encodedFor, condition.prefix()))
        ? append(encodedFor, batch, fingerprint, files)
        : new AppendResult.NotAllowed();
  }

  @Override
  public synchronized AppendResult append(
      TableSnapshot encodedFor, BatchId batch, String fingerprint, List<DataFile> files) {
    CommittedBatch earlier = batches.get(batch);
    if (earlier != null) {
      return new AppendResult.AlreadyCommitted(earlier);
    }
    State latest = states.getLast();
    if (!latest.definition().equals(encodedFor.definition())) {
      return new AppendResult.DefinitionChanged();
    }
    List<DataFile> all = new ArrayList<>(latest.files());
    all.addAll(files);
    State next = commit("append", latest.definition(), all);
    CommittedBatch committed =
        new CommittedBatch(batch, fingerprint, next.version(), next.time(), files);
    batches.put(batch, committed);
    return new AppendResult.Appended(committed, 0);
  }

  @Override
  public synchronized EvolveResult evolve(TableSnapshot base, DatasetDefinition definition) {
    State latest = states.getLast();
    if (latest.definition().equals(definition)) {
      return new EvolveResult.Evolved(latest);
    }
    return latest.definition().equals(base.definition())
        ? new EvolveResult.Evolved(commit("evolve", definition, latest.files()))
        : new EvolveResult.DefinitionChanged();
  }

  @Override
  public synchronized List<HistoryEntry> history(int limit) {
    List<HistoryEntry> entries = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    long files = 0;
    for (State state : states) {
      long rowsNow = state.files().stream().mapToLong(DataFile::rows).sum();
      long bytesNow = state.files().stream().mapToLong(DataFile::bytes).sum();
      entries.addFirst(
          new HistoryEntry(
              state.version(),
              state.time(),
              state.operation(),
              rowsNow - rows,
              bytesNow - bytes,
              state.files().size() - files,
              0,
              0,
              0,
              batches.values().stream()
                  .filter(batch -> batch.version() == state.version())
                  .map(CommittedBatch::batch)
                  .findFirst()));
      rows = rowsNow;
      bytes = bytesNow;
      files = state.files().size();
    }
    return entries.subList(0, Math.min(limit, entries.size()));
  }

  @Override
  public synchronized List<HistoryEntry> history(long after, long upTo) {
    return history(states.size()).reversed().stream()
        .filter(entry -> entry.version() > after && entry.version() <= upTo)
        .toList();
  }

  private State commit(String operation, DatasetDefinition definition, List<DataFile> files) {
    Map<Integer, Schema> schemas = new HashMap<>(states.getLast().schemas());
    schemas.put(definition.schemaVersion(), definition.schema());
    State next = new State(states.size(), clock.instant(), operation, definition, schemas, files);
    states.add(next);
    return next;
  }

  private RuntimeException unknown(String wanted) {
    return new Problem.UnknownVersion(
            states.getLast().definition().name().value(),
            wanted,
            "versions 0 to " + states.getLast().version())
        .exception();
  }

  private record State(
      long version,
      Instant time,
      String operation,
      DatasetDefinition definition,
      Map<Integer, Schema> schemas,
      List<DataFile> files)
      implements TableSnapshot {
    State {
      schemas = Map.copyOf(schemas);
      files = List.copyOf(files);
    }

    @Override
    public List<DataFile> files(Predicate predicate) {
      StatisticsPruning pruning = new StatisticsPruning(predicate, definition.eventTime());
      return files.stream().filter(pruning::mayMatch).toList();
    }

    @Override
    public StoreUsage usage() {
      return StoreUsage.NONE;
    }
  }
}
