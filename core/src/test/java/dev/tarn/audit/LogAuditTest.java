package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.problem.LogFault;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What of a table's log an audit finds damaged, or at odds with the files.
class LogAuditTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final AuditedLake lake = new AuditedLake(store, clock);

  /// A table of 14 versions, whose last checkpoint is of version 10.
  private void fourteenVersions() {
    lake.define("");
    for (int i = 1; i <= 13; i++) {
      var _ = lake.ingest(i, "a", i, null);
    }
    assertThat(store.head(key("00000000000000000010.checkpoint.parquet"))).isPresent();
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("tables/readings/_delta_log/" + name);
  }

  private Problem.DamagedTable damage(Runnable read) {
    Problem[] problem = new Problem[1];
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(read::run)
        .satisfies(e -> problem[0] = e.problem());
    assertThat(problem[0]).isInstanceOf(Problem.DamagedTable.class);
    return (Problem.DamagedTable) problem[0];
  }

  @Test
  void aMissingEntryBeforeTheLastCheckpointIsNamedAndTheRestIsChecked() {
    fourteenVersions();
    lake.loseVersion(4);

    AuditReport report = lake.audit();

    assertThat(report.findings()).containsExactly(new Finding.MissingVersion(4));
    assertThat(report.complete()).isTrue();
    assertThat(report.files()).isEqualTo(13);
    assertThat(report.receipts().unchecked()).isEqualTo(1);
  }

  @Test
  void aMissingFirstEntryIsNamed() {
    fourteenVersions();
    lake.loseVersion(0);

    assertThat(lake.audit().findings()).containsExactly(new Finding.MissingVersion(0));
  }

  @Test
  void aMissingFirstEntryWithoutACheckpointIsDamageAndNamed() {
    lake.define("");
    var _ = lake.ingest(1, "a", 1, null);
    lake.loseVersion(0);

    AuditReport report = lake.audit();

    assertThat(report.findings()).containsExactly(new Finding.MissingVersion(0));
    assertThat(report.complete()).isFalse();
    assertThat(report.version()).isEmpty();
  }

  @Test
  void aMissingEntryAfterTheLastCheckpointIsDamageAndNamed() {
    fourteenVersions();
    Tables warm = lake.tables();
    var _ = warm.open(AuditedLake.READINGS);
    lake.loseVersion(12);

    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)))
        .isEqualTo(new Problem.DamagedTable("readings", List.of(new LogFault.MissingEntry(12))))
        .extracting(Problem::detail)
        .isEqualTo("the log of dataset 'readings' has no entry of version 12");
    Table known = warm.open(AuditedLake.READINGS).orElseThrow();
    assertThat(damage(() -> known.snapshot(new SnapshotTime.Latest())).faults())
        .containsExactly(new LogFault.MissingEntry(12));
    assertThat(lake.audit().findings()).containsExactly(new Finding.MissingVersion(12));
    assertThat(lake.over(warm).audit(AuditedLake.READINGS, Instant.MAX).findings())
        .containsExactly(new Finding.MissingVersion(12));
    assertThat(damage(() -> lake.define("")).faults())
        .containsExactly(new LogFault.MissingEntry(12));
  }

  @Test
  void severalMissingEntriesAreAllNamed() {
    fourteenVersions();
    lake.loseVersion(4);
    lake.loseVersion(10);
    lake.loseVersion(12);

    assertThat(lake.audit().findings())
        .containsExactly(new Finding.MissingVersion(10), new Finding.MissingVersion(12));
  }

  @Test
  void aMissingEntryOfTheCheckpointsOwnVersionIsNamed() {
    lake.define("");
    for (int i = 1; i <= 10; i++) {
      var _ = lake.ingest(i, "a", i, null);
    }
    lake.loseVersion(10);

    assertThat(lake.audit().findings()).containsExactly(new Finding.MissingVersion(10));
  }

  @Test
  void aMissingLastEntryIsNamedByWhoKnewIt() {
    fourteenVersions();
    Tables warm = lake.tables();
    Table known = warm.open(AuditedLake.READINGS).orElseThrow();
    lake.loseVersion(13);

    assertThat(damage(() -> known.snapshot(new SnapshotTime.Latest())).faults())
        .containsExactly(new LogFault.MissingEntry(13));
  }

  @Test
  void aCleanedLogIsNotDamaged() {
    fourteenVersions();
    clock.pass(Duration.ofDays(31));
    assertThat(lake.table().cleanLog(clock.instant())).isPositive();

    assertThat(lake.audit().findings()).isEmpty();

    lake.ingest(14, "a", 14, null);
    lake.loseVersion(13);
    assertThat(lake.audit().findings()).containsExactly(new Finding.MissingVersion(13));
  }

  @Test
  void anEntryThatIsNoneIsNamed() {
    fourteenVersions();
    var _ =
        store.put(
            key("00000000000000000012.json"), "{\"add\": {\"pa".getBytes(StandardCharsets.UTF_8));

    AuditReport report = lake.audit();

    assertThat(report.findings()).containsExactly(new Finding.UnreadableVersion(12));
    assertThat(report.complete()).isFalse();
    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)).detail())
        .isEqualTo("the log of dataset 'readings' has an unreadable entry of version 12");
  }

  @Test
  void anEmptyEntryIsNamed() {
    fourteenVersions();
    var _ = store.put(key("00000000000000000012.json"), new byte[0]);

    assertThat(lake.audit().findings()).containsExactly(new Finding.UnreadableVersion(12));
    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)).detail())
        .isEqualTo("the log of dataset 'readings' has an unreadable entry of version 12");
  }

  @Test
  void aCheckpointThatIsNoneIsNamed() {
    fourteenVersions();
    var _ = store.put(key("00000000000000000010.checkpoint.parquet"), new byte[2000]);

    AuditReport report = lake.audit();

    assertThat(report.findings()).containsExactly(new Finding.UnreadableCheckpoint(10));
    assertThat(report.complete()).isFalse();
    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)).detail())
        .isEqualTo("the log of dataset 'readings' has an unreadable checkpoint of version 10");
  }

  @Test
  void aCheckpointWhosePagesAreDamagedIsNamed() {
    fourteenVersions();
    ObjectKey checkpoint = key("00000000000000000010.checkpoint.parquet");
    byte[] content = store.get(checkpoint).bytes().clone();
    Arrays.fill(content, 4, content.length / 2, (byte) 0xff);
    var _ = store.put(checkpoint, content);

    assertThat(lake.audit().findings()).containsExactly(new Finding.UnreadableCheckpoint(10));
  }

  @Test
  void aTableIsReadWithoutItsCheckpointWhereAllEntriesAreThere() {
    fourteenVersions();
    store.delete(List.of(key("00000000000000000010.checkpoint.parquet")));

    AuditReport report = lake.audit();

    assertThat(report.findings()).isEmpty();
    assertThat(report.files()).isEqualTo(13);
  }

  @Test
  void aMissingCheckpointIsNamedWhereEntriesBeforeItWereCleanedAway() {
    fourteenVersions();
    clock.pass(Duration.ofDays(31));
    assertThat(lake.table().cleanLog(clock.instant())).isPositive();
    Tables warm = lake.tables();
    Table known = warm.open(AuditedLake.READINGS).orElseThrow();
    long last = known.snapshot(new SnapshotTime.Latest()).version();
    store.delete(List.of(key("%020d.checkpoint.parquet".formatted(last))));

    assertThat(lake.audit().findings()).containsExactly(new Finding.MissingCheckpoint(last));
    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)).detail())
        .isEqualTo("the log of dataset 'readings' has no checkpoint of version " + last);
    assertThat(damage(() -> known.snapshot(new SnapshotTime.Latest())).faults())
        .containsExactly(new LogFault.MissingCheckpoint(last));
  }

  @Test
  void anEndOfTheLogThatIsGoneIsNamedAsFarAsACheckpointWasKnown() {
    fourteenVersions();
    store.delete(List.of(key("00000000000000000010.checkpoint.parquet")));
    for (int version = 9; version <= 13; version++) {
      lake.loseVersion(version);
    }

    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)).faults())
        .containsExactly(new LogFault.MissingEntry(9), new LogFault.MissingEntry(10));
  }

  @Test
  void dataFilesWithoutALogAreDamageAndNoTableIsMadeOverThem() {
    lake.define("");
    var _ = lake.ingest(1, "a", 1, null);
    lake.loseVersion(0);
    lake.loseVersion(1);

    assertThat(lake.audit().findings()).containsExactly(new Finding.MissingLog());
    assertThat(damage(() -> lake.tables().open(AuditedLake.READINGS)).detail())
        .isEqualTo("dataset 'readings' has data files and no log");
    assertThat(damage(() -> lake.define("")).faults()).containsExactly(new LogFault.MissingLog());
  }

  @Test
  void anOldEntryThatIsNoneIsNamedToo() {
    fourteenVersions();
    var _ = store.put(key("00000000000000000003.json"), new byte[20]);

    assertThat(lake.audit().findings()).containsExactly(new Finding.UnreadableVersion(3));
  }

  @Test
  void aWrongNumberOfRowsIsNamed() {
    DataFile file = lake.threeFiles().getFirst();
    DataFile wrong =
        lake.appendAs(file, "wrong", new FileStatistics(4, file.statistics().columns()));

    assertThat(lake.audit().findings()).containsExactly(new Finding.WrongRows(wrong.key(), 4, 3));
  }

  private FileStatistics with(DataFile file, String column, ColumnStatistics statistics) {
    Map<String, ColumnStatistics> columns = new HashMap<>(file.statistics().columns());
    columns.put(column, statistics);
    return new FileStatistics(file.rows(), columns);
  }

  private static ColumnStatistics bounds(Literal min, Literal max, long nulls) {
    return new ColumnStatistics(Optional.of(min), Optional.of(max), OptionalLong.of(nulls));
  }

  @Test
  void statisticsThatAreNarrowerThanTheFileAreNamed() {
    DataFile file = lake.threeFiles().getFirst();
    DataFile min =
        lake.appendAs(file, "min", with(file, "device", bounds(text("d0a"), text("d9"), 0)));
    DataFile max =
        lake.appendAs(file, "max", with(file, "device", bounds(text("c"), text("d0"), 0)));
    DataFile nulls =
        lake.appendAs(
            file,
            "nulls",
            with(file, "value", bounds(new Literal.OfDouble(-9), new Literal.OfDouble(9), 1)));

    assertThat(lake.audit().findings())
        .containsExactlyInAnyOrder(
            new Finding.WrongStatistics(min.key(), "device", "min", "'d0a'", "'d0'"),
            new Finding.WrongStatistics(max.key(), "device", "max", "'d0'", "'d0z'"),
            new Finding.WrongStatistics(nulls.key(), "value", "nulls", "1", "2"));
  }

  @Test
  void narrowerNumbersDecimalsAndTimesAreNamed() {
    DataFile file = lake.threeFiles().getFirst();
    ColumnStatistics time = AuditedLake.statistics(file, "time");
    long least = ((Literal.OfTimestamp) time.min().orElseThrow()).micros();
    long greatest = ((Literal.OfTimestamp) time.max().orElseThrow()).micros();
    Literal value = AuditedLake.statistics(file, "value").min().orElseThrow();
    double number = ((Literal.OfDouble) value).value();
    BigDecimal price =
        ((Literal.OfDecimal) AuditedLake.statistics(file, "price").min().orElseThrow()).value();
    int before = lake.audit().findings().size();
    lake.appendAs(
        file,
        "time",
        with(
            file,
            "time",
            bounds(
                new Literal.OfTimestamp(least + 1_000),
                new Literal.OfTimestamp(greatest - 5_000),
                0)));
    lake.appendAs(
        file,
        "value",
        with(
            file,
            "value",
            bounds(
                new Literal.OfDouble(Math.nextUp(number)),
                new Literal.OfDouble(Math.nextDown(number)),
                2)));
    lake.appendAs(
        file,
        "price",
        with(
            file,
            "price",
            bounds(
                new Literal.OfDecimal(price.add(new BigDecimal("0.01"))),
                new Literal.OfDecimal(price.subtract(new BigDecimal("0.01"))),
                2)));

    assertThat(before).isZero();
    assertThat(lake.audit().findings())
        .map(finding -> (Finding.WrongStatistics) finding)
        .extracting(finding -> finding.column() + " " + finding.statistic())
        .containsExactlyInAnyOrder(
            "time min", "time max", "value min", "value max", "price min", "price max");
  }

  @Test
  void statisticsThatAreWiderThanTheFileAreSound() {
    DataFile file = lake.threeFiles().getFirst();
    lake.appendAs(file, "wide", with(file, "device", bounds(text(""), text("z"), 0)));
    lake.appendAs(file, "none", new FileStatistics(file.rows(), Map.of()));

    assertThat(lake.audit().findings()).isEmpty();
  }

  private static Literal text(String value) {
    return new Literal.OfString(value);
  }

  @Test
  void aMergeThatLostRowsIsNamed() {
    List<DataFile> files = lake.threeFiles();
    DataFile alone = lake.appendAs(files.getFirst(), "x", files.getFirst().statistics());
    assertThat(lake.audit().findings()).isEmpty();

    var _ = lake.table().replace(files, List.of(copyOf(alone)));

    assertThat(lake.audit().findings()).containsExactly(new Finding.RowsChanged(5, 9, 3));
  }

  private DataFile copyOf(DataFile file) {
    ObjectKey key = new ObjectKey(file.key().value().replace(".parquet", "-copy.parquet"));
    var _ = store.copy(file.key(), key);
    return new DataFile(
        key, file.bytes(), file.eventDate(), file.schemaVersion(), file.statistics());
  }
}
