package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.query.Querying;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.s3.S3ProxyServer;
import dev.tarn.store.s3.S3Store;
import dev.tarn.table.BatchId;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.TableSnapshot;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many requests a selective query makes over S3, whatever the history.
class PrunedReadsIT {
  private static final int FILES_A_DAY = 10;
  private static final int FILES_A_COMMIT = 500;
  private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 1);
  private static S3ProxyServer server;

  @TempDir Path directory;

  @BeforeAll
  static void startServer() {
    server = S3ProxyServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000})
  void aPointLookupOfOneDayReadsNoMoreThanThreeRangesOfEachOfItsFiles(int days) throws Exception {
    try (S3Store s3 = server.newStore()) {
      RangedLake lake = new RangedLake(s3, directory);
      lake.define(
          """
          ,{"name":"id","type":"long"},{"name":"value","type":"double"},
          {"name":"noise","type":"long"},{"name":"net","type":"string"}
          """);
      addHistory(lake, days);
      for (int i = 0; i < FILES_A_DAY; i++) {
        var _ = lake.copy(LAST_DAY, rows(i), "ROW_GROUP_SIZE 40960");
      }
      MeteredStore counted = new MeteredStore(s3);
      Querying querying = lake.querying(counted, new ColumnChunkFetcher(counted));
      String warmUp = "SELECT count(*) AS n FROM events WHERE time < '2000-01-01'";
      assertThat(RangedLake.answer(querying, warmUp).rows()).containsExactly("{\"n\":0}");
      StoreUsage before = counted.usage();

      RangedLake.Answer answer =
          RangedLake.answer(
              querying,
              "SELECT value FROM events WHERE id = 70003 AND time >= '%s'".formatted(LAST_DAY));

      StoreUsage asked = counted.usage().minus(before);
      assertThat(answer.rows()).containsExactly("{\"value\":0.0}");
      assertThat(answer.statistics().filesTotal()).isEqualTo((long) days * FILES_A_DAY);
      assertThat(answer.statistics().filesScanned()).isEqualTo(FILES_A_DAY);
      assertThat(answer.statistics().usage()).isEqualTo(asked);
      assertThat(asked.lists()).isEqualTo(1);
      assertThat(asked.gets()).isLessThanOrEqualTo(3 * FILES_A_DAY);
      assertThat(asked.requests()).isEqualTo(asked.lists() + asked.gets());
      assertThat(answer.statistics().costUsd().doubleValue())
          .isCloseTo(dollars(asked, answer), within(1e-9));
    }
  }

  /// What the counted requests, the time and the answer cost, by the prices of a request each.
  private static double dollars(StoreUsage asked, RangedLake.Answer answer) {
    double gigabyteSeconds =
        RangedLake.MEMORY_MEGABYTES / 1024.0 * answer.statistics().elapsedMs() / 1000;
    long answerBytes = answer.rows().stream().mapToLong(row -> row.length() + 1).sum();
    return asked.gets() * 0.0000004
        + asked.lists() * 0.000005
        + gigabyteSeconds * 0.0000133334
        + 0.0000002
        + 0.000001
        + answerBytes * 0.09 / (1 << 30);
  }

  /// Ids of all files overlap, so that only row groups tell where one of them is not.
  private static String rows(int file) {
    return """
    SELECT TIMESTAMPTZ '%s 00:00:00+00' + to_milliseconds(range) AS time,
           (range * 10 + %d)::BIGINT AS id, (range %% 1000)::DOUBLE AS value,
           (hash(range) >> 2)::BIGINT AS noise, 'n' AS net
    FROM range(120000)
    """
        .formatted(LAST_DAY, file);
  }

  /// Entries in the log for files that no query of the last day reads.
  private static void addHistory(RangedLake lake, int days) {
    List<DataFile> files = new ArrayList<>();
    for (int day = 1; day < days; day++) {
      for (int i = 0; i < FILES_A_DAY; i++) {
        LocalDate date = LAST_DAY.minusDays(day);
        files.add(
            new DataFile(
                new ObjectKey(
                    lake.table().dataFilePrefix()
                        + "event_date="
                        + date
                        + "/part-"
                        + i
                        + ".parquet"),
                2_000_000,
                date,
                1,
                new FileStatistics(
                    120_000,
                    Map.of(
                        "id",
                        new ColumnStatistics(
                            Optional.of(new Literal.OfLong(i)),
                            Optional.of(new Literal.OfLong(2_000_000)),
                            OptionalLong.of(0))))));
      }
    }
    for (int from = 0; from < files.size(); from += FILES_A_COMMIT) {
      TableSnapshot known = lake.table().snapshot(new SnapshotTime.Latest());
      var _ =
          lake.table()
              .append(
                  known,
                  new BatchId("history-" + from),
                  "history",
                  files.subList(from, Math.min(files.size(), from + FILES_A_COMMIT)));
    }
  }
}
