package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.CompactionResult;
import dev.tarn.ingest.Ingestion;
import dev.tarn.query.Querying;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compaction with everything else going on: appends of new and late data, queries, another
/// compactor and a change of schema.
class CompactionUnderLoadTest {
  private static final int ROUNDS = 50;
  private static final int WRITERS = 2;
  private static final int ROWS = 6;
  private static final String FIELDS =
      ", {\"name\": \"batch\", \"type\": \"string\"}, {\"name\": \"number\", \"type\": \"int\"}";
  private static final String LATER =
      FIELDS + ", {\"name\": \"note\", \"type\": [\"null\", \"string\"]}";
  private static final String BATCHES =
      "SELECT batch, count(*) AS n, count(DISTINCT number) AS d, sum(number)::INT AS s"
          + " FROM readings GROUP BY batch";

  @TempDir private Path scratch;

  @Test
  void everyRowIsSeenOnceWhileFilesAreMerged() throws InterruptedException, ExecutionException {
    CompactedLake lake = new CompactedLake(new MemoryStore(Clock.systemUTC()), scratch);
    lake.define(FIELDS, "[\"number\"]");
    Ingestion[] writers = {lake.ingestion(), lake.ingestion()};
    CompactionPolicy policy = new CompactionPolicy(1 << 20, 3);
    List<Compaction> compactors = List.of(lake.compaction(policy), lake.compaction(policy));
    Querying querying = lake.querying();
    Set<String> answered = new HashSet<>();
    int merges = 0;
    int conflicts = 0;
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int round = 0; round < ROUNDS; round++) {
        if (round == ROUNDS / 2) {
          lake.define(LATER, "[\"note\", \"number\"]");
        }
        List<String> sent = batches(round);
        List<Future<?>> writing = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          Ingestion writer = writers[i];
          String lines = lines(sent.get(i), round);
          writing.add(threads.submit(() -> CompactedLake.ingest(writer, lines)));
        }
        List<Future<CompactionResult>> compacting =
            compactors.stream()
                .map(each ->
                    threads.submit(
                        () -> each.compact(CompactedLake.READINGS, Instant.now().plusSeconds(60))))
                .toList();
        List<String> seen = threads.submit(() -> CompactedLake.query(querying, BATCHES)).get();
        for (Future<?> each : writing) {
          each.get();
        }
        for (Future<CompactionResult> each : compacting) {
          assertThat(each.get().more()).isFalse();
          assertThat(each.get().leftAlone()).isZero();
          merges += each.get().merges();
          conflicts += each.get().conflicts();
        }

        assertThat(seen).as("round %d", round).containsAll(answered);
        sent.forEach(batch -> answered.add(row(batch)));
        assertThat(answered).containsAll(seen);
      }
    }
    assertThat(CompactedLake.query(querying, BATCHES))
        .containsExactlyInAnyOrderElementsOf(answered);
    assertThat(merges).isGreaterThanOrEqualTo(ROUNDS / 3);
    assertThat(conflicts).isPositive();
    assertEveryVersionHasWholeBatches(lake);
    assertTheNextOneEndsIt(lake, policy, answered);
  }

  private static List<String> batches(int round) {
    return IntStream.range(0, WRITERS)
        .mapToObj(writer -> "round-%02d-%d".formatted(round, writer))
        .toList();
  }

  /// Records of the round's own day and, now and then and late, of the first day.
  private static String lines(String batch, int round) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      lines.append(
          """
          {"time": "2026-03-%02dT12:00:0%dZ", "batch": "%s", "number": %d%s}
          """
              .formatted(
                  round % 5 == 0 && i % 2 == 0 ? 1 : 2 + round / 20,
                  i,
                  batch,
                  i,
                  round < ROUNDS / 2 || i == 0 ? "" : ", \"note\": \"n" + round + "\""));
    }
    return lines.toString();
  }

  private static String row(String batch) {
    return "{\"batch\":\"%s\",\"n\":%d,\"d\":%d,\"s\":%d}"
        .formatted(batch, ROWS, ROWS, ROWS * (ROWS - 1) / 2);
  }

  /// A commit that merges changes no number of rows, and one that appends adds a batch.
  private static void assertEveryVersionHasWholeBatches(CompactedLake lake) {
    long latest = lake.table().history(1).getFirst().version();
    long before = 0;
    for (long version = Math.max(0, latest - 30); version <= latest; version++) {
      long rows = lake.rowsAt(version);
      assertThat(rows % ROWS).isZero();
      assertThat(rows).isGreaterThanOrEqualTo(before);
      before = rows;
    }
    assertThat(before).isEqualTo((long) ROUNDS * WRITERS * ROWS);
  }

  private static void assertTheNextOneEndsIt(
      CompactedLake lake, CompactionPolicy policy, Set<String> answered) {
    CompactionResult last =
        lake.compaction(policy).compact(CompactedLake.READINGS, Instant.now().plusSeconds(60));
    assertThat(last.conflicts()).isZero();
    List<DataFile> files = lake.files();
    assertThat(
            lake.compaction(policy).compact(CompactedLake.READINGS, Instant.now().plusSeconds(60)))
        .isEqualTo(CompactionResult.NONE);
    assertThat(lake.files()).isEqualTo(files);
    assertThat(files).hasSizeLessThan(30);
    assertThat(files.stream().map(DataFile::schemaVersion).distinct()).containsOnly(1, 2);
    assertThat(CompactedLake.query(lake.querying(), BATCHES))
        .containsExactlyInAnyOrderElementsOf(answered);
  }

  @Test
  void mergedFilesAreSortedAndKeepWhatStatisticsExclude() {
    CompactedLake lake = new CompactedLake(new MemoryStore(Clock.systemUTC()), scratch);
    lake.define(FIELDS, "[\"number\"]");
    Ingestion writer = lake.ingestion();
    for (int i = 0; i < 20; i++) {
      CompactedLake.ingest(writer, lines("batch-" + i, 0));
    }
    List<DataFile> before = lake.files();

    CompactionResult result =
        lake.compaction(CompactionPolicy.DEFAULT)
            .compact(CompactedLake.READINGS, Instant.now().plusSeconds(60));

    assertThat(result.filesBefore()).isEqualTo(40);
    assertThat(result.filesAfter()).isEqualTo(2);
    assertThat(result.bytesAfter()).isLessThan(result.bytesBefore() / 5);
    assertThat(lake.files())
        .hasSize(2)
        .allSatisfy(file -> {
          assertThat(file.key().value()).contains("event_date=" + file.eventDate() + "/merged-");
          assertThat(file.statistics().columns()).containsKeys("time", "batch", "number");
          assertThat(file.rows()).isEqualTo(60);
        });
    assertThat(CompactedLake.query(lake.querying(), BATCHES)).hasSize(20);
    assertThat(lake.table().snapshot(new SnapshotTime.AtVersion(20)).files(Predicate.ALWAYS))
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(lake.table().appended(0, 22)).hasSize(40);
  }
}
