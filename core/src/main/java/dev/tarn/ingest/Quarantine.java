package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.table.AppendCondition;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.util.List;
import java.util.Optional;

/// Keeps records that did not fit a dataset in a dataset of their own, which is made when it is
/// needed first.
public final class Quarantine {
  /// How many records of one batch are kept at most.
  static final int MOST_RECORDS = 100_000;

  /// How many bytes these may come to as they are kept: rows of a CSV each with its header, records
  /// of an Avro file as JSON.
  static final long MOST_BYTES = 64L << 20;

  private static final int ATTEMPTS = 5;

  private final Tables tables;
  private final BatchFiles files;
  private final Metrics metrics;
  private final RejectedRows rows = new RejectedRows();

  /// Keeps records in `tables`, by `files`.
  public Quarantine(Tables tables, BatchFiles files, Metrics metrics) {
    this.tables = tables;
    this.files = files;
    this.metrics = metrics;
  }

  /// Keeps `rejected`, one at least, as the batch `id` beside the dataset `source` describes. They
  /// are durable once this returns, and there once, however often it is called.
  void keep(DatasetDefinition source, BatchId id, String fingerprint, List<RejectedRow> rejected) {
    var _ = keep(source, id, fingerprint, rejected, Optional.empty());
  }

  /// The same, if `condition` allows it; says whether they are there.
  boolean keep(
      DatasetDefinition source,
      BatchId id,
      String fingerprint,
      List<RejectedRow> rejected,
      Optional<AppendCondition> condition) {
    Table table = openOrCreate(source);
    TableSnapshot known = table.knownSnapshot();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (table.findBatch(known, id).isPresent()) {
        return true;
      }
      List<DataFile> written =
          files.write(table, known.definition(), id, rows.batch(known.definition(), rejected));
      AppendResult result =
          condition.isPresent()
              ? table.append(known, id, fingerprint, written, condition.get())
              : table.append(known, id, fingerprint, written);
      switch (result) {
        case AppendResult.Appended _ -> {
          metrics.record(
              source.name().value(), List.of(Metric.RECORDS_QUARANTINED.of(rejected.size())));
          return true;
        }
        case AppendResult.AlreadyCommitted _ -> {
          return true;
        }
        case AppendResult.NotAllowed _ -> {
          return false;
        }
        case AppendResult.DefinitionChanged _ -> known = table.snapshot(new SnapshotTime.Latest());
      }
    }
    throw new Problem.Busy("the definition of '" + source.name().ofRejected() + "' kept changing")
        .exception();
  }

  /// How many of the batch's records came into quarantine.
  long count(DatasetName dataset, BatchId id) {
    return find(dataset, id).stream()
        .flatMap(batch -> batch.files().stream())
        .mapToLong(DataFile::rows)
        .sum();
  }

  /// Whether there are records of a batch of that id whose content was another.
  boolean hasOther(DatasetName dataset, BatchId id, String fingerprint) {
    return find(dataset, id).filter(batch -> !batch.fingerprint().equals(fingerprint)).isPresent();
  }

  private Optional<CommittedBatch> find(DatasetName dataset, BatchId id) {
    return tables
        .open(dataset.ofRejected())
        .flatMap(table -> table.findBatch(table.snapshot(new SnapshotTime.Latest()), id));
  }

  /// The table of the dataset's rejected records.
  Table openOrCreate(DatasetDefinition source) {
    DatasetName name = source.name().ofRejected();
    return tables
        .open(name)
        .or(() -> tables.create(RejectedRows.definition(source)))
        .or(() -> tables.open(name))
        .orElseThrow(() -> new IllegalStateException(name + " is neither there nor made"));
  }
}
