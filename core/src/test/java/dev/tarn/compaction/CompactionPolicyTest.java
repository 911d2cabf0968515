package dev.tarn.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.store.ObjectKey;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionPolicyTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final long TARGET = 1_000_000;
  private static final int MIN_FILES = 4;
  private static final int MANY = 1_000_000;
  private static final CompactionPolicy POLICY = new CompactionPolicy(TARGET, MIN_FILES);

  private int keys;

  private DataFile file(LocalDate day, int schemaVersion, long rows, long bytes) {
    keys++;
    return new DataFile(
        new ObjectKey("data/%06d.parquet".formatted(keys)),
        bytes,
        day,
        schemaVersion,
        new FileStatistics(rows, Map.of()));
  }

  private DataFile rows(long rows) {
    return file(DAY, 1, rows, rows * 10);
  }

  private List<DataFile> files(long... rows) {
    List<DataFile> files = new ArrayList<>();
    for (long each : rows) {
      files.add(rows(each));
    }
    return files;
  }

  private static List<MergeGroup> plan(List<DataFile> files) {
    return POLICY.plan(files, Long.MAX_VALUE, MANY);
  }

  @Test
  void smallFilesOfOneDateAndSchemaAreOneGroup() {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      files.add(file(DAY, 1, 10, 1_000));
      files.add(file(DAY, 2, 10, 1_000));
      files.add(file(DAY.plusDays(1), 1, 10, 1_000));
    }

    assertThat(plan(files))
        .hasSize(3)
        .allSatisfy(group -> assertThat(group.files()).hasSize(5))
        .extracting(group -> group.eventDate() + " " + group.schemaVersion())
        .containsExactlyInAnyOrder("2026-03-01 1", "2026-03-01 2", "2026-03-02 1");
  }

  @Test
  void filesOfAQuarterOfTheTargetStay() {
    assertThat(POLICY.isSmall(TARGET / 4)).isFalse();
    assertThat(POLICY.isSmall(TARGET / 4 - 1)).isTrue();
    assertThat(plan(Stream.generate(() -> file(DAY, 1, 10, TARGET / 4)).limit(100).toList()))
        .isEmpty();
  }

  @Test
  void fewFilesWaitForMore() {
    List<DataFile> files = new ArrayList<>(files(10, 10, 10));
    assertThat(plan(files)).isEmpty();

    files.add(rows(10));
    assertThat(plan(files)).singleElement().satisfies(all -> assertThat(all.rows()).isEqualTo(40));
  }

  @Test
  void aLargerFileWaitsUntilAsMuchCameAfterIt() {
    assertThat(plan(files(10, 10, 10, 10, 41)))
        .singleElement()
        .satisfies(group -> assertThat(group.rows()).isEqualTo(40));
    assertThat(plan(files(10, 10, 10, 10, 40)))
        .singleElement()
        .satisfies(group -> assertThat(group.rows()).isEqualTo(80));
  }

  @Test
  void whatMakesAwayWithMostFilesComesFirst() {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      files.add(file(DAY, 1, 10, 1_000));
    }
    for (int i = 0; i < 9; i++) {
      files.add(file(DAY.plusDays(1), 1, 10, 1_000));
    }
    for (int i = 0; i < 9; i++) {
      files.add(file(DAY.plusDays(2), 1, 10, 900));
    }

    assertThat(plan(files))
        .extracting(MergeGroup::eventDate)
        .containsExactly(DAY.plusDays(2), DAY.plusDays(1), DAY);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void groupsAreOfDistinctFilesWithinTheirBounds(long seed) {
    Random random = new Random(seed);
    List<DataFile> files = random(random, 2_000);
    long maxBytes = 1_000L + random.nextInt((int) TARGET);
    int maxFiles = MIN_FILES + random.nextInt(100);

    List<MergeGroup> groups = POLICY.plan(files, maxBytes, maxFiles);

    assertThat(groups).isNotEmpty();
    assertThat(new HashSet<>(files)).containsAll(all(groups));
    assertThat(all(groups)).doesNotHaveDuplicates();
    for (MergeGroup group : groups) {
      assertThat(group.files())
          .hasSizeBetween(MIN_FILES, maxFiles)
          .allMatch(file -> file.eventDate().equals(group.eventDate()))
          .allMatch(file -> file.schemaVersion() == group.schemaVersion())
          .allMatch(file -> file.bytes() < TARGET / 4)
          .allMatch(file -> 2 * file.rows() <= group.rows());
      assertThat(group.bytes()).isLessThanOrEqualTo(maxBytes);
      assertThat(POLICY.filesFor(group.bytes())).isLessThan(group.files().size());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void afterOneMergeOfEachGroupThereIsNothingToDo(long seed) {
    Random random = new Random(seed);
    List<DataFile> files = random(random, 2_000);

    List<DataFile> after = apply(random, files, plan(files));

    assertThat(after).hasSizeLessThan(files.size());
    assertThat(after.stream().mapToLong(DataFile::rows).sum())
        .isEqualTo(files.stream().mapToLong(DataFile::rows).sum());
    assertThat(plan(after)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void smallMergesComeToAnEndToo(long seed) {
    Random random = new Random(seed);
    List<DataFile> files = random(random, 2_000);
    int rounds = 0;
    List<MergeGroup> groups = POLICY.plan(files, TARGET, 10);
    while (!groups.isEmpty()) {
      files = apply(random, files, groups);
      groups = POLICY.plan(files, TARGET, 10);
      rounds++;
      assertThat(rounds).isLessThanOrEqualTo(10);
    }
  }

  /// An hourly trickle, compacted after each file.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void lateDataIsWrittenAgainNoMoreOftenThanTheLogarithm(long seed) {
    Random random = new Random(seed);
    List<DataFile> files = new ArrayList<>();
    Map<Boolean, Long> rows = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      DataFile late = rows(1 + random.nextInt(100));
      files.add(late);
      rows.merge(true, late.rows(), Long::sum);
      List<MergeGroup> groups = plan(files);
      for (MergeGroup group : groups) {
        rows.merge(false, group.rows(), Long::sum);
      }
      files = apply(random, files, groups);
      long all = rows.getOrDefault(true, 0L);
      double log = Math.log((double) all) / Math.log(2);
      assertThat((double) rows.getOrDefault(false, 0L)).isLessThanOrEqualTo((double) all * log);
      assertThat((double) files.stream().filter(file -> POLICY.isSmall(file.bytes())).count())
          .isLessThanOrEqualTo(MIN_FILES + log);
    }
  }

  @Test
  void mergesOfOneFileAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CompactionPolicy(TARGET, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CompactionPolicy(0, 2));
  }

  private List<DataFile> random(Random random, int count) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long rows = 1L << random.nextInt(17);
      files.add(
          file(
              DAY.plusDays(random.nextInt(5)),
              1 + random.nextInt(2),
              rows + random.nextInt(100),
              500 + rows * (5 + random.nextInt(10))));
    }
    return files;
  }

  private static List<DataFile> all(List<MergeGroup> groups) {
    return groups.stream().flatMap(group -> group.files().stream()).toList();
  }

  /// The files after `groups` were merged, which makes them smaller by up to a third.
  private List<DataFile> apply(Random random, List<DataFile> files, List<MergeGroup> groups) {
    List<DataFile> after = new ArrayList<>(files);
    after.removeAll(new HashSet<>(all(groups)));
    for (MergeGroup group : groups) {
      long parts = POLICY.filesFor(group.bytes());
      double smaller = 1 - random.nextDouble() / 3;
      for (long part = 0; part < parts; part++) {
        after.add(
            file(
                group.eventDate(),
                group.schemaVersion(),
                group.rows() * (part + 1) / parts - group.rows() * part / parts,
                (long) (smaller * (double) group.bytes() / (double) parts)));
      }
    }
    return after;
  }
}
