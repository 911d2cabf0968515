package dev.tarn.catalog;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
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
import dev.tarn.table.Tables;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Tables in which something else happens just before each create or evolve.
final class RacingTables implements Tables {
  private final Tables tables;
  private final Queue<Runnable> rivals = new ArrayDeque<>();

  RacingTables(Tables tables) {
    this.tables = tables;
  }

  /// Runs `rival` before the next commit for which nothing is planned yet.
  void before(Runnable rival) {
    rivals.add(rival);
  }

  @Override
  public Optional<Table> create(DatasetDefinition definition) {
    race();
    return tables.create(definition);
  }

  @Override
  public Optional<Table> open(DatasetName dataset) {
    return tables.open(dataset).map(RacingTable::new);
  }

  @Override
  public List<DatasetName> list() {
    return tables.list();
  }

  private void race() {
    Runnable rival = rivals.poll();
    if (rival != null) {
      rival.run();
    }
  }

  private final class RacingTable implements Table {
    private final Table table;

    RacingTable(Table table) {
      this.table = table;
    }

    @Override
    public EvolveResult evolve(TableSnapshot base, DatasetDefinition definition) {
      race();
      return table.evolve(base, definition);
    }

    @Override
    public TableStates states(SnapshotTime time) {
      return table.states(time);
    }

    @Override
    public TableSnapshot knownSnapshot() {
      return table.knownSnapshot();
    }

    @Override
    public Optional<CommittedBatch> findBatch(TableSnapshot known, BatchId batch) {
      return table.findBatch(known, batch);
    }

    @Override
    public ObjectKey newDataFileKey(BatchId batch, LocalDate eventDate) {
      return table.newDataFileKey(batch, eventDate);
    }

    @Override
    public ObjectKey newMergedFileKey(LocalDate eventDate) {
      return table.newMergedFileKey(eventDate);
    }

    @Override
    public AppendResult append(
        TableSnapshot encodedFor, BatchId batch, String fingerprint, List<DataFile> files) {
      return table.append(encodedFor, batch, fingerprint, files);
    }

    @Override
    public AppendResult append(
        TableSnapshot encodedFor,
        BatchId batch,
        String fingerprint,
        List<DataFile> files,
        AppendCondition condition) {
      return table.append(encodedFor, batch, fingerprint, files, condition);
    }

    @Override
    public List<BatchId> batches(TableSnapshot known, String prefix) {
      return table.batches(known, prefix);
    }

    @Override
    public ReplaceResult rewrite(List<DataFile> removed, List<DataFile> added) {
      return table.rewrite(removed, added);
    }

    @Override
    public String dataFilePrefix() {
      return table.dataFilePrefix();
    }

    @Override
    public ReplaceResult replace(List<DataFile> removed, List<DataFile> added) {
      return table.replace(removed, added);
    }

    @Override
    public int remove(List<DataFile> files) {
      return table.remove(files);
    }

    @Override
    public Set<ObjectKey> filesNeededSince(Instant since) {
      return table.filesNeededSince(since);
    }

    @Override
    public List<DataFile> appended(long after, long upTo) {
      return table.appended(after, upTo);
    }

    @Override
    public int cleanLog(Instant since) {
      return table.cleanLog(since);
    }

    @Override
    public List<Long> missingVersions() {
      return table.missingVersions();
    }

    @Override
    public List<HistoryEntry> history(long after, long upTo) {
      return table.history(after, upTo);
    }

    @Override
    public List<HistoryEntry> history(int limit) {
      return table.history(limit);
    }
  }
}
