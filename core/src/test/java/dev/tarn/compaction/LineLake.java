package dev.tarn.compaction;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.record.Datasets;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A dataset whose data files are lines of text, each a row.
final class LineLake {
  static final DatasetName READINGS = new DatasetName("readings");
  static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private final Table table;
  private final ObjectStore store;
  private final List<String> appended = new ArrayList<>();

  /// A new dataset in `tables`, with its data files in `store`.
  LineLake(Tables tables, ObjectStore store) {
    this.table = tables.create(Datasets.withFields()).orElseThrow();
    this.store = store;
  }

  Table table() {
    return table;
  }

  TableSnapshot snapshot() {
    return table.snapshot(new SnapshotTime.Latest());
  }

  List<DataFile> files() {
    return new Reader(table, store).files();
  }

  /// Adds `count` files of that date, each with `rows` new lines.
  void append(LocalDate day, int count, int rows) {
    DatasetDefinition definition = snapshot().definition();
    for (int i = 0; i < count; i++) {
      BatchId batch = new BatchId("batch-" + appended.size());
      StringBuilder lines = new StringBuilder();
      for (int row = 0; row < rows; row++) {
        String line = "%s row %06d".formatted(day, appended.size());
        appended.add(line);
        lines.append(line).append('\n');
      }
      byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
      ObjectKey key = table.newDataFileKey(batch, day);
      var _ = store.put(key, content);
      var _ =
          table.append(
              snapshot(),
              batch,
              "",
              List.of(
                  new DataFile(
                      key,
                      content.length,
                      day,
                      definition.schemaVersion(),
                      new FileStatistics(rows, Map.of()))));
    }
  }

  /// Every line that was appended, in order.
  List<String> appended() {
    return appended.stream().sorted().toList();
  }

  /// Every line that the table's files hold, in order.
  List<String> lines() {
    return new Reader(table, store).lines();
  }

  /// What is in the dataset.
  record Reader(Table table, ObjectStore store) {
    Reader(Tables tables, ObjectStore store) {
      this(tables.open(READINGS).orElseThrow(), store);
    }

    List<DataFile> files() {
      return table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
    }

    List<String> lines() {
      return files().stream()
          .flatMap(
              file -> new String(store.get(file.key()).bytes(), StandardCharsets.UTF_8).lines())
          .sorted()
          .toList();
    }
  }
}
