package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.expiry.Retention;
import dev.tarn.ingest.Ingesting;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.parquet.RecordMerging;
import dev.tarn.parquet.StoredFooterReader;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Predicate;
import dev.tarn.table.ReplaceResult;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// A lake with a dataset of readings, written as it is in earnest, and audited.
final class AuditedLake {
  static final DatasetName READINGS = new DatasetName("readings");

  private static final DeltaSettings EVERY_TENTH_A_CHECKPOINT =
      new DeltaSettings(64L << 20, 60, Duration.ofMillis(1), Duration.ofMillis(1), 10, 1L << 20);

  private final ObjectStore store;
  private final Clock clock;
  private final MemoryMetrics metrics = new MemoryMetrics();

  AuditedLake(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  MemoryMetrics metrics() {
    return metrics;
  }

  /// The tables as a process sees them that has just started.
  Tables tables() {
    return new DeltaTables(store, clock, EVERY_TENTH_A_CHECKPOINT);
  }

  Table table() {
    return tables().open(READINGS).orElseThrow();
  }

  List<DataFile> files() {
    return table().snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  Audit over(Tables tables) {
    return new Audit(
        tables,
        store,
        new StoredFooterReader(store),
        new StoredReceipts(store),
        Retention.DEFAULT,
        clock,
        metrics);
  }

  AuditReport audit() {
    return audit(clock.instant().plus(Duration.ofHours(1)));
  }

  AuditReport audit(Instant deadline) {
    return over(tables()).audit(READINGS, deadline);
  }

  /// Gives the dataset its fields, and `more` (each with a comma before it).
  void define(String more) {
    byte[] definition =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
          {"name": "device", "type": "string"},
          {"name": "value", "type": ["null", "double"], "default": null},
          {"name": "place", "type": ["null", {"type": "record", "name": "Place", "fields": [
            {"name": "depth", "type": ["null", "int"], "default": null}]}], "default": null},
          {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal",
            "precision": 12, "scale": 2}], "default": null}%s]}}
        """
            .formatted(more)
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(tables())
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition),
                Optional.empty());
  }

  /// Three rows of one day, in a batch of its own: one whole, one with nothing but what it must
  /// have, and one at a time that is no whole millisecond.
  Receipt ingest(int second, String device, double value, @Nullable String note) {
    String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    String more = note == null ? "" : ", \"note\": \"" + note + "\"";
    String body =
        """
        {"time": "%1$sT00:00:%2$02d.000001Z", "device": "%3$s", "value": %4$s, "place": {"depth": %2$d}, "price": "%2$d.25"%5$s}
        {"time": "%1$sT00:00:%2$02d.5Z", "device": "%3$s"}
        {"time": "%1$sT00:01:%2$02d.999999Z", "device": "%3$sz", "place": {}}
        """
            .formatted(day, second, device, value, more);
    return new Ingesting(tables(), store, metrics).lines(READINGS, body);
  }

  /// The files of a new table with three batches, in the order of their commits.
  List<DataFile> threeFiles() {
    define("");
    for (int i = 0; i < 3; i++) {
      var _ = ingest(i, "d" + i, i + 0.5, null);
    }
    return files().stream()
        .sorted(
            Comparator.comparing(file -> statistics(file, "device").min().orElseThrow().toText()))
        .toList();
  }

  /// What the log says of a column of `file`.
  static ColumnStatistics statistics(DataFile file, String column) {
    return Optional.ofNullable(file.statistics().columns().get(column)).orElseThrow();
  }

  /// Merges the files of each day and schema version that has several into one, as a replacement.
  void merge() {
    Table table = table();
    TableSnapshot snapshot = table.snapshot(new SnapshotTime.Latest());
    Map<List<Object>, List<DataFile>> groups =
        snapshot.files(Predicate.ALWAYS).stream()
            .collect(
                Collectors.groupingBy(file -> List.of(file.eventDate(), file.schemaVersion())));
    for (List<DataFile> small : groups.values()) {
      if (small.size() > 1) {
        ReplaceResult result = table.replace(small, List.of(merged(table, snapshot, small)));
        assertThat(result).isInstanceOf(ReplaceResult.Replaced.class);
      }
    }
  }

  private DataFile merged(Table table, TableSnapshot snapshot, List<DataFile> small) {
    DataFile first = small.getFirst();
    Schema schema =
        Optional.ofNullable(snapshot.schemas().get(first.schemaVersion())).orElseThrow();
    DatasetDefinition now = snapshot.definition();
    DatasetDefinition then =
        new DatasetDefinition(
            READINGS,
            schema,
            now.eventTime(),
            now.clusterBy(),
            now.retentionDays(),
            now.description(),
            now.rowAccess(),
            first.schemaVersion());
    try {
      Path directory = Files.createTempDirectory("merge");
      try {
        List<GenericRecord> records = new ArrayList<>();
        for (DataFile file : small) {
          Path local = directory.resolve("in.parquet");
          Files.write(local, store.get(file.key()).bytes());
          RecordMerging.read(local, records, () -> {});
          Files.delete(local);
        }
        Path merged = directory.resolve("out.parquet");
        RecordMerging.write(merged, records, then, 4, () -> {});
        DataFile large =
            new DataFile(
                table.newDataFileKey(new BatchId("compact"), first.eventDate()),
                Files.size(merged),
                first.eventDate(),
                first.schemaVersion(),
                ParquetFooter.statistics(merged));
        var _ = store.put(large.key(), Files.readAllBytes(merged));
        Files.delete(merged);
        return large;
      } finally {
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts the content of `file` at a new key and commits it with other statistics.
  DataFile appendAs(DataFile file, String batch, FileStatistics statistics) {
    Table table = table();
    BatchId id = new BatchId(batch);
    DataFile same =
        new DataFile(
            table.newDataFileKey(id, file.eventDate()),
            file.bytes(),
            file.eventDate(),
            file.schemaVersion(),
            statistics);
    var _ = store.put(same.key(), store.get(file.key()).bytes());
    var _ = table.append(table.snapshot(new SnapshotTime.Latest()), id, "print", List.of(same));
    return same;
  }

  /// Takes the commit of `version` out of the log.
  void loseVersion(long version) {
    store.delete(
        List.of(new ObjectKey("tables/readings/_delta_log/%020d.json".formatted(version))));
  }
}
