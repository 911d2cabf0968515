package dev.tarn.compaction;

import static dev.tarn.compaction.LineLake.DAY;
import static dev.tarn.compaction.LineLake.READINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.record.Datasets;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.MemoryTables;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {
  private static final CompactionPolicy POLICY = new CompactionPolicy(4_000, 4);
  private static final CompactionLimits LIMITS = new CompactionLimits(1, 1, 1 << 20, 1_000);
  private static final LineMerger MERGER = new LineMerger(1);

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final MemoryTables tables = new MemoryTables(clock);
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final LineLake lake = new LineLake(tables, store);

  private Compaction compaction(FileMerger merger) {
    return compaction(tables, store, merger);
  }

  private Compaction compaction(Tables through, ObjectStore lakeStore, FileMerger merger) {
    return new Compaction(
        through,
        lakeStore,
        new WholeFileFetcher(lakeStore, file -> 1, 2),
        merger,
        new ScratchSpace(directory),
        POLICY,
        LIMITS,
        clock,
        metrics);
  }

  private CompactionResult compact(FileMerger merger) {
    return compaction(merger).compact(READINGS, inAnHour());
  }

  private Instant inAnHour() {
    return clock.instant().plus(Duration.ofHours(1));
  }

  private List<String> stored() {
    return store.list("memory/", Optional.empty()).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }

  /// Nothing is kept beside what versions name, and nothing on local disk.
  private void assertNothingIsLeftBehind() {
    assertThat(stored())
        .containsExactlyInAnyOrderElementsOf(
            lake.table().filesNeededSince(Instant.EPOCH).stream().map(key -> key.value()).toList());
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void smallFilesOfADateBecomeOneWithTheSameRows() {
    lake.append(DAY, 10, 3);
    lake.append(DAY.plusDays(1), 4, 2);
    lake.append(DAY.plusDays(2), 3, 5);

    CompactionResult result = compact(MERGER);

    assertThat(result.merges()).isEqualTo(2);
    assertThat(result.filesBefore()).isEqualTo(14);
    assertThat(result.filesAfter()).isEqualTo(2);
    assertThat(result.rows()).isEqualTo(38);
    assertThat(result.conflicts()).isZero();
    assertThat(result.more()).isFalse();
    assertThat(lake.lines()).isEqualTo(lake.appended());
    assertThat(lake.files()).hasSize(5);
    assertThat(metrics.sum("MergedFilesBefore")).isEqualTo(14);
    assertThat(metrics.sum("MergedFilesAfter")).isEqualTo(2);
    assertThat(metrics.sum("MergedRows")).isEqualTo(38);
    assertThat(metrics.sum("FilesPerPartition")).isEqualTo(3);
    assertThat(metrics.sum("Files")).isEqualTo(5);
    assertNothingIsLeftBehind();
  }

  @Test
  void aSecondOneRightAfterDoesNothing() {
    lake.append(DAY, 10, 3);
    var _ = compact(MERGER);
    long version = lake.snapshot().version();
    List<DataFile> files = lake.files();

    assertThat(compact(refusing())).isEqualTo(CompactionResult.NONE);

    assertThat(lake.snapshot().version()).isEqualTo(version);
    assertThat(lake.files()).isEqualTo(files);
  }

  private static FileMerger refusing() {
    return (definition, files, limits, out) -> {
      throw new AssertionError("nothing is to be merged");
    };
  }

  @Test
  void lateDataIsMergedWithWhatWasMergedBeforeOnceThereIsAsMuch() {
    lake.append(DAY, 10, 3);
    var _ = compact(MERGER);
    lake.append(DAY, 4, 3);
    assertThat(compact(MERGER).rows()).isEqualTo(12);
    assertThat(lake.files()).hasSize(2);

    lake.append(DAY, 3, 6);
    assertThat(compact(MERGER).rows()).isEqualTo(60);

    assertThat(lake.files()).hasSize(1);
    assertThat(lake.lines()).isEqualTo(lake.appended());
  }

  @Test
  void filesOfAnEarlierSchemaAreMergedInTheirOwn() {
    DatasetDefinition first = lake.snapshot().definition();
    lake.append(DAY, 4, 2);
    DatasetDefinition second =
        Datasets.of(
                Datasets.withFields("{'name': 'city', 'type': ['null', 'string'], 'default': null}")
                    .schema(),
                "city")
            .withSchemaVersion(2);
    var _ = lake.table().evolve(lake.snapshot(), second);
    lake.append(DAY, 5, 2);
    List<DatasetDefinition> merged = new ArrayList<>();

    var _ =
        compact((definition, files, limits, out) -> {
          merged.add(definition);
          return MERGER.merge(definition, files, limits, out);
        });

    assertThat(merged).containsExactly(second, first);
    assertThat(lake.files()).extracting(DataFile::schemaVersion).containsExactlyInAnyOrder(1, 2);
    assertThat(lake.lines()).isEqualTo(lake.appended());
  }

  @Test
  void aMergeThatLosesARowIsNotCommitted() {
    lake.append(DAY, 5, 3);
    long version = lake.snapshot().version();

    assertThatIllegalStateException()
        .isThrownBy(() ->
            compact((definition, files, limits, out) ->
                MERGER.merge(definition, files.subList(1, files.size()), limits, out)))
        .withMessageContaining("15 rows were merged into 12");

    assertThat(lake.snapshot().version()).isEqualTo(version);
    assertNothingIsLeftBehind();
  }

  @Test
  void ofTwoThatMergeTheSameFilesOneDeletesWhatItMade() {
    lake.append(DAY, 5, 3);
    boolean[] met = {false};

    CompactionResult result =
        compact((definition, files, limits, out) -> {
          if (!met[0]) {
            met[0] = true;
            assertThat(compact(MERGER).merges()).isEqualTo(1);
          }
          return MERGER.merge(definition, files, limits, out);
        });

    assertThat(result).isEqualTo(new CompactionResult(0, 0, 0, 0, 0, 0, 1, 0, false));
    assertThat(metrics.sum("MergeConflicts")).isEqualTo(1);
    assertThat(lake.files()).hasSize(1);
    assertThat(lake.lines()).isEqualTo(lake.appended());
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(stored()).hasSize(6);
  }

  @Test
  void whatIsAppendedMeanwhileStays() {
    lake.append(DAY, 5, 3);

    var _ =
        compact((definition, files, limits, out) -> {
          lake.append(DAY, 1, 3);
          return MERGER.merge(definition, files, limits, out);
        });

    assertThat(lake.files()).hasSize(2);
    assertThat(lake.lines()).isEqualTo(lake.appended());
  }

  @Test
  void noMergeIsBegunThatMayLastBeyondTheDeadline() {
    for (int day = 0; day < 5; day++) {
      lake.append(DAY.plusDays(day), 5, 3);
    }
    FileMerger slow =
        (definition, files, limits, out) -> {
          clock.pass(Duration.ofSeconds(10));
          return MERGER.merge(definition, files, limits, out);
        };
    Instant deadline = clock.instant().plusSeconds(34);

    CompactionResult first = compaction(slow).compact(READINGS, deadline);

    assertThat(first.merges()).isEqualTo(2);
    assertThat(first.more()).isTrue();
    assertThat(clock.instant()).isBefore(deadline);

    CompactionResult second = compact(slow);

    assertThat(second.merges()).isEqualTo(3);
    assertThat(second.more()).isFalse();
    assertThat(first.then(second).filesBefore()).isEqualTo(25);
    assertThat(first.then(second).more()).isFalse();
    assertThat(lake.lines()).isEqualTo(lake.appended());
  }

  @Test
  void pastTheDeadlineNothingIsBegun() {
    lake.append(DAY, 5, 3);

    CompactionResult result = compaction(refusing()).compact(READINGS, clock.instant());

    assertThat(result).isEqualTo(new CompactionResult(0, 0, 0, 0, 0, 0, 0, 0, true));
  }

  @Test
  void aMergeThatRunsOutOfTimeIsLeftToTheNextCompaction() {
    lake.append(DAY, 5, 3);
    lake.append(DAY.plusDays(1), 6, 3);
    FileMerger second =
        (definition, files, limits, out) -> {
          if (files.size() == 5) {
            throw new Problem.QueryTimeout(1).exception();
          }
          return MERGER.merge(definition, files, limits, out);
        };

    CompactionResult result = compact(second);

    assertThat(result.merges()).isEqualTo(1);
    assertThat(result.more()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> compact(second))
        .withMessageContaining("5 files of 2026-03-01")
        .withCauseInstanceOf(ProblemException.class);
    assertThat(lake.lines()).isEqualTo(lake.appended());
  }

  @Test
  void whatIsTooMuchForOneMergeIsDoneInSeveral() {
    lake.append(DAY, 40, 1);
    FileMerger small =
        (definition, files, limits, out) -> {
          if (files.size() > 12) {
            throw new Problem.QueryTooLarge("too much").exception();
          }
          return MERGER.merge(definition, files, limits, out);
        };

    CompactionResult result = compact(small);

    assertThat(result.merges()).isEqualTo(5);
    assertThat(result.more()).isFalse();
    assertThat(lake.files()).hasSize(1);
    assertThat(lake.lines()).isEqualTo(lake.appended());
    assertNothingIsLeftBehind();
  }

  @Test
  void whatIsTooMuchEvenInPartsStays() {
    lake.append(DAY, 40, 1);

    CompactionResult result =
        compact((definition, files, limits, out) -> {
          throw new Problem.QueryTooLarge("too much").exception();
        });

    assertThat(result.merges()).isZero();
    assertThat(result.leftAlone()).isPositive();
    assertThat(result.more()).isFalse();
    assertThat(metrics.sum("MergesLeftAlone")).isEqualTo(result.leftAlone());
    assertThat(lake.files()).hasSize(40);
    assertNothingIsLeftBehind();
  }

  @Test
  void filesThatDoNotGetFewerStay() {
    lake.append(DAY, 5, 3);
    long version = lake.snapshot().version();

    assertThat(compact(new LineMerger(5)))
        .isEqualTo(new CompactionResult(0, 0, 0, 0, 0, 0, 0, 1, false));

    assertThat(lake.snapshot().version()).isEqualTo(version);
    assertNothingIsLeftBehind();
  }

  @Test
  void whatComesOutSmallIsMergedAgainAtOnce() {
    lake.append(DAY, 8, 3);
    List<Integer> merged = new ArrayList<>();

    var _ =
        compact((definition, files, limits, out) -> {
          merged.add(files.size());
          return new LineMerger(files.size() == 8 ? 2 : 1).merge(definition, files, limits, out);
        });

    assertThat(merged).containsExactly(8, 2);
    assertThat(lake.files()).hasSize(1);
    assertThat(lake.lines()).isEqualTo(lake.appended());
  }

  @Test
  void mergesStayWithinTheScratchSpace() {
    lake.append(DAY, 4, 3);
    long bytes = lake.files().stream().mapToLong(DataFile::bytes).sum();

    var _ =
        compact((definition, files, limits, out) -> {
          assertThat(limits.temporaryBytes()).isEqualTo(LIMITS.scratchBytes() - 4 * bytes);
          assertThat(limits.targetBytes()).isEqualTo(POLICY.targetBytes());
          assertThat(limits.time()).isEqualTo(Duration.ofMinutes(45));
          return MERGER.merge(definition, files, limits, out);
        });

    assertThat(LIMITS.groupBytes()).isEqualTo(LIMITS.scratchBytes() / 8);
  }

  @Test
  void anUnknownDatasetIsAProblem() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> compaction(MERGER).compact(new DatasetName("nothing"), inAnHour()))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownDataset.class));
  }

  /// Fails every call of the store from some on, before or after it took effect, as when the
  /// process ends there; over the real log, so that the commit is hit too.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereverItIsCutOffTheRowsAreRightAndTheNextOneEndsIt(boolean answered) {
    int cut = 0;
    boolean ended = false;
    while (!ended) {
      cut++;
      MemoryStore objects = new MemoryStore(clock);
      LineLake each = new LineLake(delta(objects), objects);
      each.append(DAY, 5, 2);
      each.append(DAY.plusDays(1), 4, 2);
      ended = !cutOff(objects, cut, answered);
      LineLake.Reader after = new LineLake.Reader(delta(objects), objects);
      assertThat(after.lines()).as("cut off at %d", cut).isEqualTo(each.appended());

      CompactionResult next =
          compaction(delta(objects), objects, MERGER).compact(READINGS, inAnHour());

      assertThat(next.more()).isFalse();
      assertThat(after.lines()).as("cut off at %d", cut).isEqualTo(each.appended());
      assertThat(after.files()).hasSize(2);
    }
    assertThat(cut).isGreaterThan(20);
  }

  private static Tables delta(ObjectStore objects) {
    return new DeltaTables(
        objects,
        new ManualClock(Instant.parse("2026-03-10T00:00:00Z")),
        DeltaSettings.DEFAULT.withLongestBackoff(Duration.ofMillis(1)));
  }

  /// Whether there was such a call to cut off at.
  private boolean cutOff(MemoryStore objects, int cut, boolean answered) {
    FaultyStore dying =
        new FaultyStore(
            objects,
            call -> {
              if (call.number() > cut || (call.number() == cut && call.answered() == answered)) {
                throw new StoreException("the process is gone");
              }
            });
    try {
      var _ = compaction(delta(dying), dying, MERGER).compact(READINGS, inAnHour());
      return false;
    } catch (StoreException e) {
      return true;
    }
  }
}
