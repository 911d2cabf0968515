package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetBack;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.StoredRejectedFiles;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/// A lake in memory with one dataset, and processes that write to it through its doors.
public final class DoorLake {
  static final DatasetName READINGS = new DatasetName("readings");

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T00:00:00Z"));
  final MemoryStore store = new MemoryStore(clock);
  final MemoryMetrics metrics = new MemoryMetrics();

  DoorLake() {
    define("");
  }

  /// An instance of the functions over the lake, by way of `through`.
  final class Instance {
    final Tables tables;
    final Ingestion ingestion;
    final EventIngestion events;
    final Replay replay;

    Instance(ObjectStore through) {
      tables =
          new DeltaTables(
              through, clock, DeltaSettings.DEFAULT.withLongestBackoff(Duration.ofMillis(1)));
      BatchDecoder decoder = new BatchDecoder(DecodeLimits.DEFAULT);
      BatchFiles files = new BatchFiles(through, ParquetEncoder::new, 100);
      StoredReceipts receipts = new StoredReceipts(through);
      ingestion = new Ingestion(tables, decoder, files, receipts, metrics, clock);
      events =
          new EventIngestion(
              tables, decoder, files, receipts, new StoredDeliveries(through), metrics, clock);
      replay =
          new Replay(
              tables,
              new StoredRejectedFiles(through),
              decoder,
              files,
              new StoredDeliveries(through),
              metrics,
              clock);
    }
  }

  Instance process() {
    return new Instance(store);
  }

  /// Gives the dataset its definition, with more fields.
  void define(String moreFields) {
    define(moreFields, "");
  }

  /// The same, with more than the schema.
  void define(String moreFields, String more) {
    define(store, clock, moreFields, more);
  }

  /// Gives the dataset its definition in the lake in `store`, with more fields and with more than
  /// the schema.
  public static void define(ObjectStore store, Clock clock, String moreFields, String more) {
    String definition =
        """
        {"schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "device", "type": "string"},
          {"name": "celsius", "type": ["null", "double"], "default": null}%s]},
         "eventTime": "time", "clusterBy": ["device"]%s}
        """
            .formatted(moreFields, more);
    var _ =
        new Datasets(new DeltaTables(store, clock, DeltaSettings.DEFAULT))
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }

  /// The dataset's state; empty if there is no such dataset.
  Optional<TableSnapshot> snapshot(DatasetName dataset) {
    return snapshot(store, clock, dataset);
  }

  private static Optional<TableSnapshot> snapshot(
      ObjectStore store, Clock clock, DatasetName dataset) {
    return new DeltaTables(store, clock, DeltaSettings.DEFAULT)
        .open(dataset)
        .map(table -> table.snapshot(new SnapshotTime.Latest()));
  }

  /// The rows that are in the dataset.
  List<GenericRecord> rows(DatasetName dataset) {
    return rows(store, clock, dataset);
  }

  /// The rows that are in the dataset of the lake in `store`; none if there is no such dataset.
  public static List<GenericRecord> rows(ObjectStore store, Clock clock, DatasetName dataset) {
    List<GenericRecord> rows = new ArrayList<>();
    snapshot(store, clock, dataset)
        .ifPresent(snapshot -> {
          for (DataFile file : snapshot.files(Predicate.ALWAYS)) {
            try {
              rows.addAll(ParquetBack.records(store.get(file.key()).bytes()));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    return rows;
  }

  /// What the devices of the dataset's rows are, in order.
  List<String> devices() {
    return rows(READINGS).stream().map(row -> row.get("device").toString()).sorted().toList();
  }

  /// What of the rejected records is in the column, in order.
  List<String> rejected(String column) {
    return rows(READINGS.ofRejected()).stream()
        .map(row -> row.get(column).toString())
        .sorted()
        .toList();
  }
}
