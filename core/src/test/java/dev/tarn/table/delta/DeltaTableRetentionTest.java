package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.SETTINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static dev.tarn.table.delta.TableFixture.definition;
import static dev.tarn.table.delta.TableFixture.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.Predicate;
import dev.tarn.table.ReplaceResult;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Replacing and removing files, and what of the log and files is needed still.
class DeltaTableRetentionTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final Table table = tables(store).create(definition()).orElseThrow();

  private DeltaTables tables(ObjectStore lake) {
    return new DeltaTables(lake, clock, SETTINGS);
  }

  private Table elsewhere() {
    return tables(store).open(READINGS).orElseThrow();
  }

  private static List<DataFile> files(Table table) {
    return table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  private static List<ObjectKey> keys(List<DataFile> files) {
    return files.stream().map(DataFile::key).toList();
  }

  private DataFile append(Table to, String id, int rows) {
    DataFile file = file(to, batch(id), DAY, rows, 0, 9);
    var _ = to.append(to.snapshot(new SnapshotTime.Latest()), batch(id), "print", List.of(file));
    return file;
  }

  private static DataFile merged(Table table, List<DataFile> files) {
    return file(table, batch("compact"), DAY, (int) rows(files), 0, 9);
  }

  @Test
  void aReplacementKeepsTheRowsAndIsNoAppend() {
    List<DataFile> small = List.of(append(table, "a", 3), append(table, "b", 4));
    DataFile large = merged(table, small);

    assertThat(table.replace(small, List.of(large))).isEqualTo(new ReplaceResult.Replaced(3));

    assertThat(keys(files(elsewhere()))).containsExactly(large.key());
    assertThat(elsewhere().history(1).getFirst())
        .extracting(
            HistoryEntry::operation,
            HistoryEntry::rowsAdded,
            HistoryEntry::rowsRemoved,
            HistoryEntry::filesRemoved)
        .containsExactly("compact", 7L, 7L, 2L);
    assertThat(keys(elsewhere().appended(0, 3))).containsExactlyElementsOf(keys(small));
    assertThat(rows(elsewhere().snapshot(new SnapshotTime.AtVersion(2)).files(Predicate.ALWAYS)))
        .isEqualTo(7);
    assertThat(elsewhere().findBatch(elsewhere().knownSnapshot(), batch("a"))).isPresent();
  }

  @Test
  void aRewriteChangesRowsAndIsNoAppend() {
    List<DataFile> before = List.of(append(table, "a", 3), append(table, "b", 4));
    DataFile fewer = file(table, batch("fewer"), DAY, 2, 0, 9);

    assertThat(table.rewrite(before, List.of(fewer))).isEqualTo(new ReplaceResult.Replaced(3));
    assertThat(table.history(1).getFirst().operation()).isEqualTo("rewrite");
    assertThat(files(table)).extracting(DataFile::key).containsExactly(fewer.key());
    assertThat(table.appended(2, 3)).isEmpty();
    assertThat(table.rewrite(before, List.of())).isEqualTo(new ReplaceResult.FilesChanged());
    assertThat(table.rewrite(List.of(fewer), List.of())).isEqualTo(new ReplaceResult.Replaced(4));
    assertThat(files(table)).isEmpty();
  }

  @Test
  void filesAreReplacedOnceHoweverManyTry() throws Exception {
    List<DataFile> small = List.of(append(table, "a", 3), append(table, "b", 4));
    List<ReplaceResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<ReplaceResult>> tries = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tries.add(
            threads.submit(() -> {
              Table mine = elsewhere();
              return mine.replace(small, List.of(merged(mine, small)));
            }));
      }
      for (Future<ReplaceResult> each : tries) {
        results.add(each.get());
      }
    }

    assertThat(results).filteredOn(ReplaceResult.Replaced.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(ReplaceResult.FilesChanged.class::isInstance).hasSize(7);
    assertThat(rows(files(elsewhere()))).isEqualTo(7);
  }

  @Test
  void whatIsAppendedDuringReplacementsIsNeitherLostNorDoubled() throws Exception {
    int batches = 60;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        String name = "w" + writer;
        running.add(
            threads.submit(() -> {
              Table mine = elsewhere();
              for (int i = 0; i < batches; i++) {
                var _ = append(mine, name + "-" + i, 1 + i);
              }
            }));
      }
      running.add(
          threads.submit(() -> {
            Table mine = elsewhere();
            for (int i = 0; i < 30; i++) {
              List<DataFile> now = files(mine);
              if (now.size() > 1) {
                var _ = mine.replace(now, List.of(merged(mine, now)));
              }
            }
          }));
      for (Future<?> each : running) {
        each.get();
      }
    }

    long expected = 2 * LongStream.rangeClosed(1, batches).sum();
    assertThat(rows(files(elsewhere()))).isEqualTo(expected);
    assertThat(elsewhere().missingVersions()).isEmpty();
  }

  @Test
  void aReplacementWhoseAnswerWasLostIsFoundAgain() {
    List<DataFile> small = List.of(append(table, "a", 3), append(table, "b", 4));
    DataFile large = merged(table, small);
    boolean[] lost = {false};
    FaultyStore failing =
        new FaultyStore(
            store,
            call -> {
              if (call.operation().equals("putIfAbsent")
                  && call.place().endsWith("3.json")
                  && (call.answered() || lost[0])) {
                lost[0] = true;
                throw new StoreException("no answer");
              }
            });
    Table unlucky = tables(failing).open(READINGS).orElseThrow();

    assertThatThrownBy(() -> unlucky.replace(small, List.of(large)))
        .isInstanceOf(StoreException.class);
    assertThat(lost).containsExactly(true);

    assertThat(elsewhere().replace(small, List.of(large))).isEqualTo(new ReplaceResult.Replaced(3));
    assertThat(keys(files(elsewhere()))).containsExactly(large.key());
  }

  @Test
  void removedFilesAreGoneFromLaterVersionsAlone() {
    DataFile old = append(table, "a", 3);
    DataFile young = append(table, "b", 4);

    assertThat(table.remove(List.of(old))).isEqualTo(1);
    assertThat(table.remove(List.of(old))).isZero();

    assertThat(keys(files(elsewhere()))).containsExactly(young.key());
    assertThat(elsewhere().history(1).getFirst().operation()).isEqualTo("expire");
    assertThat(elsewhere().snapshot(new SnapshotTime.AtVersion(2)).files(Predicate.ALWAYS))
        .hasSize(2);
  }

  @Test
  void aFileIsNeededAsLongAsAVersionThatIsReadNeedsIt() {
    List<DataFile> small = List.of(append(table, "a", 3), append(table, "b", 4));
    DataFile large = merged(table, small);
    clock.pass(Duration.ofDays(1));
    Instant replaced = clock.instant();
    var _ = table.replace(small, List.of(large));
    clock.pass(Duration.ofDays(1));

    assertThat(table.filesNeededSince(replaced))
        .containsExactlyInAnyOrder(small.get(0).key(), small.get(1).key(), large.key());
    assertThat(table.filesNeededSince(replaced.plusMillis(1))).containsExactly(large.key());
  }

  @Test
  void aCleanedLogStartsAtACheckpoint() {
    for (int i = 0; i < 60; i++) {
      var _ = append(table, "old-" + i, 1);
    }
    clock.pass(Duration.ofDays(40));
    for (int i = 0; i < 10; i++) {
      var _ = append(table, "new-" + i, 1);
    }
    Table cleaner = elsewhere();

    assertThat(cleaner.cleanLog(clock.instant().minus(Duration.ofDays(30)))).isEqualTo(50);

    Table after = elsewhere();
    assertThat(rows(files(after))).isEqualTo(70);
    assertThat(after.missingVersions()).isEmpty();
    assertThat(rows(after.snapshot(new SnapshotTime.AtVersion(50)).files(Predicate.ALWAYS)))
        .isEqualTo(50);
    assertThat(unknown(() -> after.snapshot(new SnapshotTime.AtVersion(49))))
        .isInstanceOf(Problem.UnknownVersion.class);
    assertThat(unknown(() -> after.appended(48, 52))).isInstanceOf(Problem.UnknownVersion.class);
    var _ = append(after, "next", 1);
    assertThat(rows(files(elsewhere()))).isEqualTo(71);
  }

  @Test
  void whatOfTheLogBatchesAreKnownByIsNotCleaned() {
    for (int i = 0; i < 60; i++) {
      var _ = append(table, "batch-" + i, 1);
    }
    clock.pass(Duration.ofDays(1));

    assertThat(table.cleanLog(clock.instant())).isZero();
    assertThat(elsewhere().findBatch(elsewhere().knownSnapshot(), batch("batch-3"))).isPresent();
  }

  @Test
  void aMissingLogEntryIsNamed() {
    for (int i = 0; i < 60; i++) {
      var _ = append(table, "batch-" + i, 1);
    }
    store.delete(List.of(new ObjectKey("tables/readings/_delta_log/00000000000000000007.json")));

    assertThat(elsewhere().missingVersions()).containsExactly(7L);
  }

  private static Problem unknown(Runnable call) {
    try {
      call.run();
    } catch (ProblemException e) {
      return e.problem();
    }
    throw new AssertionError("nothing was thrown");
  }
}
