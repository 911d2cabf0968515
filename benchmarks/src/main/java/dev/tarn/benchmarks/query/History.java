package dev.tarn.benchmarks.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.Table;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A table of telemetry as compaction leaves it, one file a day, in a store; and the same files on
/// local disk.
///
/// @param days how many there are, from [#FIRST] on
/// @param files the local ones, by day
/// @param bytes of all files
record History(int days, List<Path> files, long bytes) {
  static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  static final int DEVICES = 1_000;

  History {
    files = List.copyOf(files);
  }

  /// Makes the table of `definition` in `store`, and its files in the new directory `local`.
  static History make(
      ObjectStore store, DatasetDefinition definition, int days, long rowsPerDay, Path local)
      throws IOException, SQLException {
    Table table =
        new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT)
            .create(definition)
            .orElseThrow();
    BatchId batch = new BatchId("history");
    List<Path> paths = new ArrayList<>();
    List<DataFile> files = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      var _ = statement.execute("SET TimeZone = 'UTC'");
      for (int day = 0; day < days; day++) {
        LocalDate date = FIRST.plusDays(day);
        Path path =
            Files.createDirectories(local.resolve("event_date=" + date)).resolve("day.parquet");
        var _ = statement.execute(copy(date, rowsPerDay, path));
        ObjectKey key = table.newDataFileKey(batch, date);
        byte[] content = Files.readAllBytes(path);
        var _ = store.put(key, content);
        paths.add(path);
        files.add(new DataFile(key, content.length, date, 1, ParquetFooter.statistics(path)));
      }
    }
    var _ = table.append(table.knownSnapshot(), batch, "", files);
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    System.out.printf(
        Locale.ROOT, "%,d rows of %d days in %,d bytes%n", days * rowsPerDay, days, bytes);
    return new History(days, paths, bytes);
  }

  /// Makes a file of the rows of one day, sorted as compaction sorts them. Values are made from
  /// hashes, so that each day has its own, the same each time.
  private static String copy(LocalDate date, long rows, Path file) {
    return """
    COPY (
      SELECT printf('device-%%06d', h %% %1$d) AS device_id,
        make_timestamptz(%2$d + (h >> 8) %% 86400000000) AS time,
        i AS sequence,
        round(15 + 8 * sqrt(-2 * ln(((h >> 16) %% 100000 + 1) / 100001.0))
          * cos(6.283185 * ((h >> 32) %% 100000) / 100000.0), 2)::DOUBLE AS temperature,
        CASE WHEN h %% 20 > 0 THEN ((h >> 12) %% 1000 / 10.0)::DOUBLE END AS humidity,
        (980 + (h >> 20) %% 6000 / 100.0)::DOUBLE AS pressure,
        ((h >> 28) %% 1000 / 1000.0)::FLOAT AS battery,
        (-30 - (h >> 36) %% 70)::INTEGER AS rssi,
        (h >> 40) %% 2 = 0 AS charging,
        ['OK', 'OK', 'OK', 'OK', 'DEGRADED', 'FAULT'][1 + (h >> 44) %% 6] AS status,
        {'lat': 47 + (h %% %1$d) / 1000.0::DOUBLE, 'lon': 8 + (h %% %1$d) / 1000.0::DOUBLE}
          AS position,
        CASE WHEN h %% 10 = 0 THEN 'sensor ' || (h >> 24) %% 16 || ' recovered' END AS message
      FROM (SELECT i, (hash(i + %2$d) >> 2)::BIGINT AS h FROM range(%3$d) t(i))
      ORDER BY device_id, time
    ) TO '%4$s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 250000)
    """
        .formatted(DEVICES, date.toEpochDay() * 86_400_000_000L, rows, file);
  }
}
