package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.SETTINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static dev.tarn.table.delta.TableFixture.definition;
import static dev.tarn.table.delta.TableFixture.file;
import static dev.tarn.table.delta.TableFixture.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.AppendCondition;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.EvolveResult;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeltaTableTest {
  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final DeltaTables tables = tables();
  private final Table table = tables.create(definition()).orElseThrow();

  private DeltaTables tables() {
    return new DeltaTables(store, Clock.systemUTC(), SETTINGS);
  }

  private Table elsewhere() {
    return tables().open(READINGS).orElseThrow();
  }

  private static List<DataFile> files(Table table) {
    return table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  private static CommittedBatch appended(AppendResult result) {
    assertThat(result).isInstanceOf(AppendResult.Appended.class);
    return ((AppendResult.Appended) result).batch();
  }

  @Test
  void aNewTableIsEmptyAtVersionZero() {
    var snapshot = elsewhere().snapshot(new SnapshotTime.Latest());

    assertThat(snapshot.version()).isZero();
    assertThat(snapshot.files(Predicate.ALWAYS)).isEmpty();
    assertThat(snapshot.definition()).isEqualTo(definition());
    assertThat(snapshot.schemas()).containsOnlyKeys(1);
  }

  @Test
  void aTableIsCreatedOnce() {
    assertThat(tables().create(definition())).isEmpty();
    assertThat(tables.create(definition())).isEmpty();
  }

  @Test
  void tablesAreListedByName() {
    assertThat(tables.list()).containsExactly(READINGS);
    assertThat(tables.open(new DatasetName("nothing"))).isEmpty();
  }

  @Test
  void anAppendedBatchIsReadBackByAnotherInstance() {
    List<DataFile> written =
        List.of(
            file(table, batch("b1"), DAY, 3, 1, 9),
            file(table, batch("b1"), DAY.plusDays(1), 2, 4, 5));

    CommittedBatch committed =
        appended(table.append(table.knownSnapshot(), batch("b1"), "print", written));

    assertThat(committed.version()).isEqualTo(1);
    Table other = elsewhere();
    assertThat(files(other)).hasSize(2);
    assertThat(files(other))
        .extracting(DataFile::key)
        .containsExactlyInAnyOrderElementsOf(written.stream().map(DataFile::key).toList());
    assertThat(files(other)).extracting(DataFile::rows).containsExactlyInAnyOrder(3L, 2L);
    CommittedBatch found = other.findBatch(other.knownSnapshot(), batch("b1")).orElseThrow();
    assertThat(found.fingerprint()).isEqualTo("print");
    assertThat(found.version()).isEqualTo(1);
    assertThat(found.time()).isEqualTo(committed.time());
    assertThat(found.files()).hasSize(2);
    assertThat(other.findBatch(other.knownSnapshot(), batch("b2"))).isEmpty();
  }

  @Test
  void aBatchIsCommittedOnceHoweverOftenItIsAppended() {
    Table other = elsewhere();
    appended(
        table.append(
            table.knownSnapshot(),
            batch("b1"),
            "one",
            List.of(file(table, batch("b1"), DAY, 3, 1, 9))));

    for (Table again : List.of(table, other, elsewhere())) {
      var result =
          again.append(
              again.knownSnapshot(),
              batch("b1"),
              "two",
              List.of(file(again, batch("b1"), DAY, 3, 1, 9)));
      assertThat(result)
          .isInstanceOfSatisfying(
              AppendResult.AlreadyCommitted.class,
              already -> {
                assertThat(already.batch().fingerprint()).isEqualTo("one");
                assertThat(already.batch().version()).isEqualTo(1);
              });
    }
    assertThat(files(other)).hasSize(1);
    assertThat(other.snapshot(new SnapshotTime.Latest()).version()).isEqualTo(1);
  }

  @Test
  void appendsFromInstancesThatKnowNothingOfEachOtherFollowOneAnother() {
    Table other = elsewhere();
    for (int i = 0; i < 3; i++) {
      for (Table each : List.of(table, other)) {
        var id = batch("b" + i + (each.equals(table) ? "x" : "y"));
        appended(each.append(each.knownSnapshot(), id, "", List.of(file(each, id, DAY, 1, i, i))));
      }
    }
    assertThat(table.snapshot(new SnapshotTime.Latest()).version()).isEqualTo(6);
    assertThat(files(other)).hasSize(6);
  }

  @Test
  void filesOfAnotherTableOrSchemaAreRefused() {
    DataFile alien = file(new dev.tarn.store.ObjectKey("tables/other/x.parquet"), DAY, 1, 1, 1, 1);
    DataFile newer = file(table.newDataFileKey(batch("b"), DAY), DAY, 2, 1, 1, 1);
    for (List<DataFile> wrong : List.of(List.of(alien), List.of(newer))) {
      assertThatThrownBy(() -> table.append(table.knownSnapshot(), batch("b"), "", wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aBatchWithoutFilesIsRememberedLikeAnyOther() {
    appended(table.append(table.knownSnapshot(), batch("empty"), "", List.of()));

    Table other = elsewhere();
    assertThat(other.findBatch(other.knownSnapshot(), batch("empty"))).isPresent();
    assertThat(other.append(other.knownSnapshot(), batch("empty"), "", List.of()))
        .isInstanceOf(AppendResult.AlreadyCommitted.class);
    assertThat(other.batches(other.knownSnapshot(), "emp")).containsExactly(batch("empty"));
    assertThat(other.batches(other.knownSnapshot(), "x")).isEmpty();
  }

  @Test
  void aConditionIsAskedOfWhatOthersCommittedMeanwhile() {
    Table other = elsewhere();
    TableSnapshot stale = other.knownSnapshot();
    appended(table.append(table.knownSnapshot(), batch("q1"), "", List.of()));
    List<List<BatchId>> asked = new ArrayList<>();
    AppendCondition onlyFirst =
        new AppendCondition() {
          @Override
          public String prefix() {
            return "q";
          }

          @Override
          public boolean allows(List<BatchId> committed) {
            asked.add(committed);
            return committed.isEmpty();
          }
        };

    assertThat(other.append(stale, batch("q2"), "", List.of(), onlyFirst))
        .isEqualTo(new AppendResult.NotAllowed());
    assertThat(asked).containsExactly(List.of(), List.of(batch("q1")));
    assertThat(table.snapshot(new SnapshotTime.Latest()).version()).isEqualTo(1);
  }

  private static final String COUNTRY =
      ",{\"name\": \"country\", \"type\": [\"null\", \"string\"], \"default\": null}";

  @Test
  void aChangedDefinitionIsSeenByAllAndEarlierFilesKeepTheirSchemaVersion() {
    Table other = elsewhere();
    append(other, "b1", 1);
    DatasetDefinition next = definition(schema(COUNTRY), 2);

    EvolveResult result = table.evolve(table.knownSnapshot(), next);

    assertThat(result)
        .isInstanceOfSatisfying(
            EvolveResult.Evolved.class,
            evolved -> assertThat(evolved.snapshot().definition()).isEqualTo(next));
    var snapshot = elsewhere().snapshot(new SnapshotTime.Latest());
    assertThat(snapshot.definition()).isEqualTo(next);
    assertThat(snapshot.schemas()).containsOnlyKeys(1, 2);
    assertThat(snapshot.files(Predicate.ALWAYS))
        .singleElement()
        .satisfies(file -> assertThat(file.schemaVersion()).isEqualTo(1));
  }

  @Test
  void filesEncodedForAnEarlierDefinitionAreNotCommitted() {
    Table other = elsewhere();
    var before = other.knownSnapshot();
    table.evolve(table.knownSnapshot(), definition(schema(COUNTRY), 2));

    var result =
        other.append(before, batch("b1"), "", List.of(file(other, batch("b1"), DAY, 1, 1, 1)));

    assertThat(result).isInstanceOf(AppendResult.DefinitionChanged.class);
    assertThat(files(other)).isEmpty();
    assertThat(other.knownSnapshot().definition().schemaVersion()).isEqualTo(2);
  }

  @Test
  void aDefinitionThatChangedMeanwhileIsNotWrittenOver() {
    Table other = elsewhere();
    var before = other.knownSnapshot();
    table.evolve(table.knownSnapshot(), definition(schema(COUNTRY), 2));

    var result =
        other.evolve(
            before,
            definition(
                schema(",{\"name\": \"n\", \"type\": [\"null\", \"long\"], \"default\": null}"),
                2));

    assertThat(result).isInstanceOf(EvolveResult.DefinitionChanged.class);
  }

  @Test
  void historyTellsWhatEachCommitDid() {
    append(table, "b1", 3);
    table.evolve(table.knownSnapshot(), definition(schema(COUNTRY), 2));

    assertThat(elsewhere().history(10))
        .extracting(HistoryEntry::version, HistoryEntry::operation, HistoryEntry::rowsAdded)
        .containsExactly(tuple(2L, "evolve", 0L), tuple(1L, "append", 3L), tuple(0L, "create", 0L));
    assertThat(table.history(1)).singleElement().returns("evolve", HistoryEntry::operation);
  }

  @Test
  void aTableIsReadAsOfAnEarlierVersion() {
    for (int i = 1; i <= 120; i++) {
      append(table, "b" + i, 1);
    }
    for (long version : new long[] {0, 1, 49, 50, 51, 77, 99, 100, 119, 120}) {
      for (Table each : List.of(table, elsewhere())) {
        var snapshot = each.snapshot(new SnapshotTime.AtVersion(version));
        assertThat(snapshot.version()).isEqualTo(version);
        assertThat(snapshot.files(Predicate.ALWAYS)).hasSize((int) version);
      }
    }
    for (long none : new long[] {-1, 121}) {
      assertThatThrownBy(() -> table.snapshot(new SnapshotTime.AtVersion(none)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownVersion.class));
    }
  }

  @Test
  void batchesAreFoundInACheckpoint() {
    for (int i = 1; i <= 103; i++) {
      append(table, "b" + i, 1);
    }
    Table other = elsewhere();
    for (int i = 1; i <= 103; i++) {
      assertThat(other.findBatch(other.knownSnapshot(), batch("b" + i)))
          .get()
          .returns((long) i, CommittedBatch::version);
    }
    assertThat(files(other)).hasSize(103);
    assertThat(store.head(new LogLayout(READINGS).checkpointKey(50))).isPresent();
    assertThat(store.head(new LogLayout(READINGS).checkpointKey(100))).isPresent();
  }

  @Test
  void aTableIsReadAsOfAnInstant() {
    Instant start = Instant.parse("2026-03-01T00:00:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(start);
    MemoryStore timed = new MemoryStore(now::get);
    Table each =
        new DeltaTables(timed, Clock.systemUTC(), SETTINGS).create(definition()).orElseThrow();
    for (int i = 1; i <= 60; i++) {
      now.set(start.plusSeconds(10L * i));
      append(each, "b" + i, 1);
    }
    Table other = new DeltaTables(timed, Clock.systemUTC(), SETTINGS).open(READINGS).orElseThrow();
    for (int i : new int[] {0, 1, 2, 30, 49, 50, 51, 59, 60}) {
      Instant commit = start.plusSeconds(10L * i);
      for (Instant instant : List.of(commit, commit.plusMillis(9_999))) {
        assertThat(other.snapshot(new SnapshotTime.AtInstant(instant)))
            .returns((long) i, TableSnapshot::version)
            .returns(commit, TableSnapshot::time);
      }
    }
    assertThat(other.snapshot(new SnapshotTime.AtInstant(Instant.MAX)).version()).isEqualTo(60);
    assertThatThrownBy(() -> other.snapshot(new SnapshotTime.AtInstant(start.minusMillis(1))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownVersion.class));
  }

  @Test
  void changesOfDefinitionAndAppendsDoNotDisturbEachOther()
      throws InterruptedException, ExecutionException {
    int batches = 30;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 2; w++) {
        int writer = w;
        writers.add(threads.submit(() -> appendThroughChanges(elsewhere(), writer, batches)));
      }
      Future<?> owner =
          threads.submit(() -> {
            for (int version = 2; version <= 6; version++) {
              DatasetDefinition next = definition(schema(fields(version)), version);
              assertThat(table.evolve(table.knownSnapshot(), next))
                  .isInstanceOf(EvolveResult.Evolved.class);
            }
          });
      owner.get();
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    var snapshot = elsewhere().snapshot(new SnapshotTime.Latest());
    assertThat(snapshot.definition().schemaVersion()).isEqualTo(6);
    assertThat(snapshot.files(Predicate.ALWAYS)).hasSize(2 * batches);
    assertThat(snapshot.version()).isEqualTo(2 * batches + 5);
  }

  private static void appendThroughChanges(Table to, int writer, int batches) {
    for (int i = 0; i < batches; i++) {
      var id = batch("w" + writer + "-" + i);
      TableSnapshot known = to.knownSnapshot();
      while (true) {
        DataFile file =
            file(to.newDataFileKey(id, DAY), DAY, known.definition().schemaVersion(), 1, 1, 1);
        if (to.append(known, id, "", List.of(file)) instanceof AppendResult.DefinitionChanged) {
          known = to.snapshot(new SnapshotTime.Latest());
        } else {
          break;
        }
      }
    }
  }

  private static String fields(int version) {
    StringBuilder fields = new StringBuilder();
    for (int i = 2; i <= version; i++) {
      fields.append(
          ",{\"name\": \"f%d\", \"type\": [\"null\", \"long\"], \"default\": null}".formatted(i));
    }
    return fields.toString();
  }

  private void append(Table to, String id, int rows) {
    appended(
        to.append(
            to.knownSnapshot(), batch(id), "", List.of(file(to, batch(id), DAY, rows, 1, 9))));
  }
}
