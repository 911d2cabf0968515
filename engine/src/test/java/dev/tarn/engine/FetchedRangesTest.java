package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.parquet.ChunkCache;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FetchSettings;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.Querying;
import dev.tarn.store.ConcurrentReads;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries over the parts of files that are fetched for them are answered as over the whole files.
class FetchedRangesTest {
  private static final int QUERIES = 60;
  private static final int ROWS = 2_000;
  private static final FetchSettings RANGES = new FetchSettings(8, 0, 64, 1 << 20);
  private static final String FIRST =
      """
      ,{"name":"id","type":"long"},
      {"name":"wide","type":"int"},
      {"name":"net","type":["null","string"],"default":null},
      {"name":"real","type":["null","double"],"default":null},
      {"name":"p","type":{"type":"record","name":"P","fields":[{"name":"x","type":"int"}]}},
      {"name":"tags","type":{"type":"array","items":"string"}}
      """;
  private static final String SECOND =
      FIRST
              .replace("\"wide\",\"type\":\"int\"", "\"wide\",\"type\":\"long\"")
              .replace(
                  "[{\"name\":\"x\",\"type\":\"int\"}]",
                  "[{\"name\":\"x\",\"type\":\"int\"},"
                      + "{\"name\":\"label\",\"type\":[\"null\",\"string\"],\"default\":null}]")
          + ",{\"name\":\"added\",\"type\":[\"long\",\"null\"],\"default\":7}";

  @TempDir static Path directory;
  private static final MemoryStore STORE = new MemoryStore(Clock.systemUTC());
  private static RangedLake lake = new RangedLake(STORE, Path.of("."));

  @BeforeAll
  static void writeFiles() throws SQLException, IOException {
    lake = new RangedLake(STORE, directory);
    for (int version = 1; version <= 2; version++) {
      lake.define(version == 1 ? FIRST : SECOND);
      for (int day = 1; day <= 3; day++) {
        LocalDate date = LocalDate.of(2026, version, day);
        lake.ingest(lines(date, version), 450, 60);
        var _ =
            lake.copy(
                date,
                select(date, version),
                day == 2
                    ? "ROW_GROUP_SIZE 2048, DICTIONARY_SIZE_LIMIT 1"
                    : "ROW_GROUP_SIZE 2048, CODEC zstd");
      }
    }
  }

  private static String lines(LocalDate date, int version) {
    return IntStream.range(0, ROWS)
        .mapToObj(i ->
            """
            {"time":"%sT%02d:%02d:00Z","id":%d,"wide":%d,"net":%s,"real":%s,"p":{"x":%d%s},"tags":["t%d","u"]%s}\
            """
                .formatted(
                    date,
                    i / 90,
                    i % 60,
                    date.getDayOfMonth() * 1000 + i,
                    i * 3,
                    i % 7 == 0 ? "null" : "\"n" + i / 250 + "\"",
                    i % 5 == 0 ? "null" : Double.toString(i / 100 - 3),
                    i % 400,
                    version == 2 && i % 3 > 0 ? ",\"label\":\"l" + i / 100 + "\"" : "",
                    i % 9,
                    version == 2 && i % 3 == 0 ? ",\"added\":" + i : ""))
        .collect(Collectors.joining("\n"));
  }

  private static String select(LocalDate date, int version) {
    return """
    SELECT TIMESTAMPTZ '%s 00:00:00+00' + to_seconds(range * 13) AS time,
           (%d * 1000 + range)::BIGINT AS id, (range * 3)::%s AS wide,
           CASE WHEN range %% 7 > 0 THEN 'n' || range // 250 END AS net,
           CASE range %% 9 WHEN 0 THEN NULL WHEN 1 THEN -0.0
                WHEN 2 THEN if(range > 5000, 'NaN'::DOUBLE, 1.5) ELSE range // 100 - 3 END AS real,
           %s AS p, ['t' || range %% 9, 'u'] AS tags%s
    FROM range(6200)
    """
        .formatted(
            date,
            date.getDayOfMonth(),
            version == 2 ? "BIGINT" : "INTEGER",
            version == 2
                ? "{'x': (range % 400)::INTEGER, 'label': CASE WHEN range % 3 > 0 THEN 'l' || range"
                    + " // 100 END}"
                : "{'x': (range % 400)::INTEGER}",
            version == 2 ? ", CASE WHEN range % 3 = 0 THEN range END AS added" : "");
  }

  private static Querying ranged(Optional<ChunkCache> cache) {
    return lake.querying(new ColumnChunkFetcher(STORE, RANGES, cache));
  }

  private static Querying whole() {
    return lake.querying(new WholeFileScans(STORE));
  }

  private static ChunkCache cache(String name, long bytes) {
    return ChunkCache.open(directory.resolve(name), bytes);
  }

  @Test
  void partsOfFilesAnswerAsWholeFilesDo() {
    long seed = 20261129;
    Random random = new Random(seed);
    Querying ranged = ranged(Optional.of(cache("random", 1 << 20)));
    Querying whole = whole();
    long bytes = 0;
    long all = 0;
    for (int i = 0; i < QUERIES; i++) {
      String sql = sql(random);
      RangedLake.Answer answer = RangedLake.answer(ranged, sql);
      bytes += answer.statistics().bytesFetched();
      all += answer.statistics().bytesTotal();

      assertThat(answer.rows())
          .as("query %d of seed %d: %s", i, seed, sql)
          .isEqualTo(RangedLake.answer(whole, sql).rows());
    }

    assertThat(bytes).as("of " + all).isLessThan(all / 3);
  }

  private static String sql(Random random) {
    List<String> columns = List.of("id", "wide", "net", "real", "p.x", "p.label", "added", "tags");
    String conditions =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(i ->
                random.nextInt(4) == 0
                    ? "(" + condition(random) + " OR " + condition(random) + ")"
                    : condition(random))
            .collect(Collectors.joining(" AND "));
    String column = columns.get(random.nextInt(columns.size()));
    return switch (random.nextInt(4)) {
      case 0 ->
          "SELECT count(*) AS n FROM events" + (random.nextBoolean() ? "" : " WHERE " + conditions);
      case 1 ->
          "SELECT %s AS c, count(*) AS n, sum(wide) AS w, max(real) AS r FROM events WHERE %s GROUP BY 1 ORDER BY ALL LIMIT 200"
              .formatted(column, conditions);
      case 2 ->
          "SELECT *, event_date AS d FROM events WHERE %s ORDER BY ALL LIMIT 40"
              .formatted(conditions);
      default ->
          "SELECT %s AS c, id, event_date AS d FROM events WHERE %s ORDER BY ALL LIMIT 60"
              .formatted(column, conditions);
    };
  }

  private static String condition(Random random) {
    String compare = List.of("=", "<", "<=", ">", ">=", "<>").get(random.nextInt(6));
    return switch (random.nextInt(11)) {
      case 0 -> "id " + compare + " " + (1000 + random.nextInt(9000));
      case 1 -> "wide " + compare + " " + random.nextInt(20_000);
      case 2 -> "net = 'n" + random.nextInt(26) + "'";
      case 3 -> "net IN ('n" + random.nextInt(26) + "', 'n" + random.nextInt(26) + "', 'x')";
      case 4 -> "net LIKE 'n" + random.nextInt(3) + "%'";
      case 5 -> "real " + compare + " " + (random.nextInt(70) - 4);
      case 6 -> "p.x " + compare + " " + random.nextInt(420);
      case 7 -> "p.label = 'l" + random.nextInt(65) + "'";
      case 8 -> "added " + compare + " " + random.nextInt(6000);
      case 9 ->
          "time "
              + compare
              + " TIMESTAMPTZ '2026-0%d-0%d %02d:00:00+00'"
                  .formatted(1 + random.nextInt(2), 1 + random.nextInt(3), random.nextInt(24));
      default -> List.of("real", "net", "added").get(random.nextInt(3)) + " IS NULL";
    };
  }

  @Test
  void onlyTheChunksOfRowGroupsThatCanMatchAreFetched() {
    Querying ranged = ranged(Optional.empty());
    String sql = "SELECT sum(wide) AS s FROM events WHERE id = 1003 AND time < '2026-01-02'";

    RangedLake.Answer answer = RangedLake.answer(ranged, sql);

    assertThat(answer.rows()).isEqualTo(RangedLake.answer(whole(), sql).rows());
    assertThat(answer.statistics().rowGroupsScanned()).isEqualTo(2);
    assertThat(answer.statistics().bytesFetched())
        .isLessThan(answer.statistics().bytesTotal() / 10);
  }

  @Test
  void bloomFiltersTellThatAStringIsInNoRowGroup() {
    String absent = "SELECT sum(id) AS s FROM events WHERE net IN ('n0y', 'n1y', 'n20y')";

    RangedLake.Answer filtered = RangedLake.answer(ranged(Optional.empty()), absent);
    RangedLake.Answer unfiltered =
        RangedLake.answer(
            lake.querying(
                new ColumnChunkFetcher(
                    STORE, new FetchSettings(8, 0, 1 << 20, 1 << 20), Optional.empty())),
            absent);

    assertThat(filtered.rows()).isEqualTo(unfiltered.rows()).containsExactly("{\"s\":null}");
    assertThat(unfiltered.statistics().rowGroupsScanned()).isGreaterThan(10);
    assertThat(filtered.statistics().rowGroupsScanned())
        .isLessThan(unfiltered.statistics().rowGroupsScanned() - 5);
  }

  @Test
  void aRowGroupIsNotFetchedOfWhichNoPagesThatCanMatchShareRows() {
    String condition =
        " FROM events WHERE time >= '2026-01-01' AND time < '2026-01-02' AND id = 1200";
    String apart = "SELECT sum(wide) AS s" + condition + " AND p.x BETWEEN 50 AND 90";
    String together = "SELECT sum(wide) AS s" + condition + " AND p.x BETWEEN 170 AND 210";

    RangedLake.Answer none = RangedLake.answer(ranged(Optional.empty()), apart);
    RangedLake.Answer some = RangedLake.answer(ranged(Optional.empty()), together);

    assertThat(none.rows()).isEqualTo(RangedLake.answer(whole(), apart).rows());
    assertThat(some.rows()).isEqualTo(RangedLake.answer(whole(), together).rows());
    assertThat(none.statistics().rowGroupsScanned())
        .as("of the file without a page index alone")
        .isEqualTo(1);
    assertThat(some.statistics().rowGroupsScanned()).isEqualTo(2);
  }

  @Test
  void rowsAreCountedWithoutReadingFiles() {
    RangedLake.Answer answer =
        RangedLake.answer(ranged(Optional.empty()), "SELECT count(*) AS n FROM events");

    assertThat(answer.rows()).containsExactly("{\"n\":" + 6 * (ROWS + 6200) + "}");
    assertThat(answer.statistics().bytesFetched()).isZero();
    assertThat(answer.statistics().filesScanned()).isEqualTo(12);
  }

  @Test
  void valuesAreCountedWithoutReadingFiles() {
    String sql =
        "SELECT count(*) AS n, count(id) AS i, count(net) AS net, 2 * count(real) AS r,"
            + " count(time) AS t, count(event_date) AS d FROM events HAVING count(net) > 3";

    RangedLake.Answer answer = RangedLake.answer(ranged(Optional.empty()), sql);

    assertThat(answer.rows()).isEqualTo(RangedLake.answer(whole(), sql).rows());
    assertThat(answer.statistics().usage().gets()).isZero();
    assertThat(answer.statistics().filesScanned()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(wide), count(added) FROM events",
        "SELECT count(p), count(tags), count(p.x) FROM events",
        "SELECT count(net) FROM events WHERE id < 3000",
        "SELECT count(DISTINCT net), count(real) FILTER (real > 3) FROM events",
        "SELECT count(nullif(net, 'n3')), count(net || 'x') FROM events",
        "SELECT count(net) FROM (SELECT nullif(net, 'n3') AS net FROM events)",
        "SELECT count(net) FROM (SELECT net FROM events ORDER BY id LIMIT 100)",
        "SELECT net, count(real) FROM events GROUP BY 1 ORDER BY ALL",
        "SELECT count(a.net), count(b.net) FROM events a JOIN events b ON a.id = b.id + 9000",
        "SELECT (SELECT count(net) FROM events), (SELECT max(net) FROM events)",
        "SELECT count(net), max(net) FROM events",
        "SELECT count(net) FROM (SELECT net FROM events UNION ALL SELECT net FROM events)"
      })
  void otherCountsAreOfTheRowsThatTheyAreOf(String sql) {
    assertThat(RangedLake.answer(ranged(Optional.empty()), sql).rows())
        .isEqualTo(RangedLake.answer(whole(), sql).rows());
  }

  @Test
  void whatWasFetchedIsFetchedOnce() {
    Querying ranged = ranged(Optional.of(cache("once", 8 << 20)));
    String sql = "SELECT net, sum(real) AS s FROM events GROUP BY 1 ORDER BY ALL";

    RangedLake.Answer first = RangedLake.answer(ranged, sql);
    RangedLake.Answer second = RangedLake.answer(ranged, sql);

    assertThat(second.rows()).isEqualTo(first.rows());
    assertThat(first.statistics().bytesFetched()).isPositive();
    assertThat(second.statistics().bytesFetched()).isZero();
    assertThat(second.statistics().usage().gets()).isZero();
  }

  @Test
  void aCacheThatWasDeletedOrChangedOnDiskIsNotBelieved() throws IOException {
    Path root = directory.resolve("garbage");
    Querying ranged = ranged(Optional.of(ChunkCache.open(root, 8 << 20)));
    String sql = "SELECT net, max(id) AS m FROM events GROUP BY 1 ORDER BY ALL";
    List<String> right = RangedLake.answer(ranged, sql).rows();
    List<Path> pieces = pieces(root);
    assertThat(pieces).hasSizeGreaterThan(10);
    for (int i = 0; i < pieces.size(); i++) {
      if (i % 2 == 0) {
        Files.delete(pieces.get(i));
      } else {
        byte[] bytes = Files.readAllBytes(pieces.get(i));
        bytes[bytes.length / 2]++;
        Files.write(pieces.get(i), bytes);
      }
    }

    assertThat(RangedLake.answer(ranged, sql).rows()).isEqualTo(right);
  }

  private static List<Path> pieces(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .toList();
    }
  }

  @Test
  void manyQueriesShareACacheThatIsTooSmallForThem() {
    ChunkCache small = cache("shared", 60_000);
    Querying ranged = ranged(Optional.of(small));
    List<String> statements =
        List.of(
            "SELECT net, count(*) AS n FROM events GROUP BY 1 ORDER BY ALL",
            "SELECT sum(p.x) AS s, max(real) AS r FROM events",
            "SELECT tags, count(*) AS n FROM events WHERE id < 2500 GROUP BY 1 ORDER BY ALL");
    List<List<String>> right =
        statements.stream().map(sql -> RangedLake.answer(whole(), sql).rows()).toList();
    List<Integer> runs = IntStream.range(0, 12).map(i -> i % 3).boxed().toList();

    List<List<String>> answers =
        ConcurrentReads.map(runs, i -> RangedLake.answer(ranged, statements.get(i)).rows());

    for (int i = 0; i < runs.size(); i++) {
      assertThat(answers.get(i)).isEqualTo(right.get(runs.get(i)));
    }
  }

  @Test
  void aPlainLimitReadsNoMoreFilesThanItNeeds() {
    RangedLake.Answer unfiltered =
        RangedLake.answer(ranged(Optional.empty()), "SELECT * FROM events LIMIT 5");
    RangedLake.Answer rare =
        RangedLake.answer(
            ranged(Optional.empty()), "SELECT id FROM events WHERE id % 1000 = 999 LIMIT 20");
    RangedLake.Answer short_ =
        RangedLake.answer(
            ranged(Optional.empty()), "SELECT id FROM events WHERE id % 100000 = 2001 LIMIT 900");

    assertThat(unfiltered.rows()).hasSize(5);
    assertThat(unfiltered.statistics().filesScanned()).isEqualTo(1);
    assertThat(rare.rows()).hasSize(20);
    assertThat(rare.statistics().filesScanned()).isLessThan(12);
    assertThat(short_.rows())
        .hasSameSizeAs(
            RangedLake.answer(whole(), "SELECT id FROM events WHERE id % 100000 = 2001").rows());
  }

  @Test
  void aStoreThatFailsFailsTheQueryAndNothingStays() throws IOException {
    String sql = "SELECT net, sum(wide) AS s FROM events GROUP BY 1 ORDER BY ALL";
    List<String> right = RangedLake.answer(whole(), sql).rows();
    ChunkCache cache = cache("faults", 4 << 20);
    int failed = 0;
    FaultyStore faulty =
        new FaultyStore(STORE, 5, new FaultyStore.Faults(0.01, 0.01, Duration.ZERO));
    Querying ranged = lake.querying(new ColumnChunkFetcher(faulty, RANGES, Optional.of(cache)));
    List<List<String>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      try {
        answers.add(RangedLake.answer(ranged, sql).rows());
      } catch (StoreException e) {
        failed++;
      }
    }

    assertThat(failed).as("of the faults drawn from seed 5").isPositive();
    assertThat(answers).isNotEmpty().allMatch(right::equals);
    try (var left = Files.list(lake.scratch())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFileThatIsNotInTheStoreIsToldOfAfterASecondPlan() {
    MemoryStore store = new MemoryStore(Clock.systemUTC());
    RangedLake damaged = new RangedLake(store, directory);
    damaged.define(FIRST);
    damaged.ingest(lines(LocalDate.of(2026, 1, 1), 1), 450, 60);
    DataFile file = damaged.files().getFirst();
    FaultyStore counted = new FaultyStore(store, FaultyStore.Hook.NONE);
    Querying querying = damaged.querying(new ColumnChunkFetcher(counted, RANGES, Optional.empty()));
    store.delete(List.of(file.key()));

    assertThatThrownBy(() -> RangedLake.answer(querying, "SELECT max(id) AS m FROM events"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.DamagedFile.class));
    assertThat(counted.calls()).isEqualTo(2);
  }
}
