package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.ExpiryResult;
import dev.tarn.expiry.Retention;
import dev.tarn.expiry.VersionHold;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.file.FileStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final AuditedLake lake = new AuditedLake(store, clock);

  private List<Finding> findings() {
    AuditReport report = lake.audit();
    assertThat(report.faults())
        .isEqualTo(
            report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.FAULT)
                .count());
    return report.findings();
  }

  private void truncate(ObjectKey key, int bytes) {
    byte[] content = store.get(key).bytes();
    var _ = store.put(key, Arrays.copyOf(content, bytes));
  }

  @Test
  void aTableThatHasSeenEverythingIsSound() {
    lake.define("");
    for (int i = 0; i < 25; i++) {
      lake.ingest(i, "a", i, null);
      clock.pass(HOUR);
    }
    lake.define(", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");
    for (int i = 0; i < 25; i++) {
      lake.ingest(i, "b" + "\uD83D\uDE00x".repeat(i), -i, i % 3 == 0 ? "n\uFFFF".repeat(40) : null);
      clock.pass(HOUR);
    }
    lake.merge();
    assertSound(lake.audit());

    for (int i = 0; i < 5; i++) {
      lake.ingest(i, "c", i, "x");
    }
    clock.pass(Duration.ofDays(31));
    ExpiryResult expired =
        new Expiry(lake.tables(), store, Retention.DEFAULT, VersionHold.NONE, clock, lake.metrics())
            .expire(AuditedLake.READINGS);
    assertThat(expired.filesDeleted()).isGreaterThan(40);
    assertThat(expired.logObjectsDeleted()).isGreaterThan(40);
    lake.ingest(7, "d", 7, null);

    AuditReport report = lake.audit();

    assertSound(report);
    assertThat(report.rows()).isEqualTo(3 * 56);
    assertThat(report.receipts().receipts()).isEqualTo(56);
    assertThat(report.receipts().receiptRows()).isEqualTo(3 * 56);
    assertThat(report.receipts().unchecked()).isPositive();
    assertThat(lake.metrics().sum("AuditFaults")).isZero();
    assertThat(lake.metrics().sum("AuditRows")).isEqualTo(3 * (50 + 56));
  }

  private static void assertSound(AuditReport report) {
    assertThat(report.findings()).isEmpty();
    assertThat(report.faults()).isZero();
    assertThat(report.complete()).isTrue();
    assertThat(report.version()).isPresent();
  }

  @Test
  void aReportCountsWhatTheTableHolds() {
    lake.define("");
    lake.ingest(1, "a", 1, null);
    lake.ingest(2, "b", 2, null);

    assertThat(lake.audit())
        .isEqualTo(
            new AuditReport(
                AuditedLake.READINGS,
                OptionalLong.of(2),
                2,
                6,
                0,
                0,
                0,
                0,
                new ReceiptTally(2, 6, 2, 6, 0),
                List.of(),
                true));
  }

  @Test
  void anEmptyTableIsSound() {
    lake.define("");

    assertSound(lake.audit());
  }

  @Test
  void aMissingFileIsNamed() {
    DataFile lost = lake.threeFiles().get(1);
    store.delete(List.of(lost.key()));

    assertThat(findings()).containsExactly(new Finding.MissingFile(lost.key(), true));
    assertThat(lake.metrics().sum("AuditFaults")).isEqualTo(1);
    assertThat(lake.metrics().sum("AuditFindings")).isEqualTo(1);
  }

  @Test
  void aMissingFileOfAnEarlierVersionIsNamedAsLongAsItIsKept() {
    List<DataFile> small = lake.threeFiles();
    lake.merge();
    store.delete(List.of(small.getFirst().key()));

    assertThat(findings()).containsExactly(new Finding.MissingFile(small.getFirst().key(), false));

    clock.pass(Duration.ofDays(8));
    assertThat(findings()).extracting(Finding::code).containsExactly("orphan", "orphan");
  }

  @Test
  void aTruncatedFileIsNamedWithBothSizes() {
    DataFile cut = lake.threeFiles().get(1);
    truncate(cut.key(), 50);

    assertThat(findings()).containsExactly(new Finding.WrongSize(cut.key(), cut.bytes(), 50));
  }

  @Test
  void anEmptiedFileIsNamed() {
    DataFile cut = lake.threeFiles().get(1);
    truncate(cut.key(), 0);

    assertThat(findings()).containsExactly(new Finding.WrongSize(cut.key(), cut.bytes(), 0));
  }

  @Test
  void aFileThatGrewIsNamed() {
    DataFile grown = lake.threeFiles().get(1);
    truncate(grown.key(), (int) grown.bytes() + 1);

    assertThat(findings())
        .containsExactly(new Finding.WrongSize(grown.key(), grown.bytes(), grown.bytes() + 1));
  }

  @Test
  void aFileWithoutAFooterIsNamed() {
    DataFile overwritten = lake.threeFiles().get(1);
    var _ = store.put(overwritten.key(), new byte[(int) overwritten.bytes()]);

    assertThat(findings())
        .containsExactly(
            new Finding.UnreadableFooter(
                overwritten.key(), "the file does not end as a Parquet file does"));
  }

  @Test
  void aFooterOfGarbageIsNamed() {
    DataFile damaged = lake.threeFiles().get(1);
    byte[] content = store.get(damaged.key()).bytes().clone();
    Arrays.fill(content, content.length / 3, content.length - 8, (byte) 0x77);
    var _ = store.put(damaged.key(), content);

    assertThat(findings())
        .containsExactly(new Finding.UnreadableFooter(damaged.key(), "the footer is malformed"));
  }

  @Test
  void aFooterOfAnImpossibleLengthIsNamed() {
    DataFile damaged = lake.threeFiles().get(1);
    byte[] content = store.get(damaged.key()).bytes().clone();
    content[content.length - 5] = (byte) 0x7f;
    var _ = store.put(damaged.key(), content);

    assertThat(findings())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.detail())
                .startsWith("the footer's length is given as 21")
                .endsWith("in a file of " + damaged.bytes() + " bytes"));
  }

  @Test
  void whateverBytesAFileHasTheAuditEnds() {
    DataFile damaged = lake.threeFiles().get(1);
    byte[] sound = store.get(damaged.key()).bytes();
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      byte[] content = sound.clone();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        content[random.nextInt(content.length / 2, content.length - 8)] =
            (byte) random.nextInt(256);
      }
      var _ = store.put(damaged.key(), content);

      assertThat(findings())
          .allSatisfy(finding -> assertThat(finding.place()).isEqualTo(damaged.key().value()));
    }
  }

  @Test
  void filesNobodyNeedsAreListedOnceNoAppendCanBeUnderWay() {
    var _ = lake.threeFiles();
    ObjectKey orphan = new ObjectKey("tables/readings/event_date=2026-03-01/lost-1.parquet");
    var _ = store.put(orphan, new byte[10]);
    Instant put = clock.instant();

    AuditReport young = lake.audit();
    assertThat(young.findings()).isEmpty();
    assertThat(young.inFlight()).isEqualTo(1);
    assertThat(young.orphans()).isZero();

    clock.pass(HOUR);
    AuditReport old = lake.audit();
    assertThat(old.findings()).containsExactly(new Finding.Orphan(orphan, 10, put));
    assertThat(old.faults()).isZero();
    assertThat(old.inFlight()).isZero();
    assertThat(old.orphans()).isEqualTo(1);
    assertThat(old.orphanBytes()).isEqualTo(10);
    assertThat(lake.metrics().sum("AuditOrphans")).isEqualTo(1);
    assertThat(lake.metrics().sum("AuditFindings")).isEqualTo(1);
  }

  @Test
  void aDatasetThatIsNotThereIsAProblem() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(lake::audit)
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownDataset.class));
  }

  @Test
  void pastTheDeadlineItTellsWhatItHas() {
    DataFile lost = lake.threeFiles().get(1);
    store.delete(List.of(lost.key()));

    AuditReport report = lake.audit(clock.instant());

    assertThat(report.complete()).isFalse();
    assertThat(report.files()).isEqualTo(3);
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void whereverTheTimeRunsOutNothingIsReportedThatIsNot() {
    lake.define("");
    for (int i = 0; i < 3; i++) {
      lake.ingest(i, "a", i, null);
    }
    for (int calls = 1; ; calls++) {
      int[] left = {calls};
      Instant deadline = clock.instant().plusSeconds(1);
      FaultyStore slow =
          new FaultyStore(
              store,
              call -> {
                if (!call.answered() && left[0]-- == 0) {
                  clock.pass(Duration.ofSeconds(2));
                }
              });
      AuditReport report = new AuditedLake(slow, clock).audit(deadline);

      assertThat(report.findings()).isEmpty();
      if (report.complete()) {
        assertThat(calls).isGreaterThan(5);
        return;
      }
    }
  }

  @Test
  void aStoreThatFailsIsNoFinding() {
    var _ = lake.threeFiles();
    for (int cut = 1; ; cut++) {
      int[] left = {cut};
      FaultyStore failing =
          new FaultyStore(
              store,
              call -> {
                synchronized (left) {
                  if (--left[0] <= 0) {
                    throw new StoreException("no answer");
                  }
                }
              });
      AuditedLake behindIt = new AuditedLake(failing, clock);
      try {
        assertSound(behindIt.audit());
        assertThat(cut).isGreaterThan(8);
        return;
      } catch (StoreException e) {
        assertThat(behindIt.metrics().recordings()).isEmpty();
      }
    }
  }

  @Test
  void aFileIsReadOnceAndTheListingTellsTheRest() {
    lake.define("");
    for (int i = 0; i < 40; i++) {
      lake.ingest(i, "a", i, null);
    }
    MeteredStore metered = new MeteredStore(store);
    AuditedLake cold = new AuditedLake(metered, clock);
    var _ = cold.tables().open(AuditedLake.READINGS).orElseThrow();
    StoreUsage opened = metered.usage();

    assertSound(cold.audit());

    StoreUsage usage = metered.usage().minus(opened);
    // A footer and a receipt for each batch, and at most each log entry once.
    assertThat(usage.gets()).isBetween(80L, 80L + 45);
    assertThat(usage.lists()).isLessThanOrEqualTo(10);
    assertThat(usage.heads()).isZero();
    assertThat(usage.puts() + usage.deletes()).isZero();
  }

  @Test
  void aLakeOnDiskIsAuditedAlike(@TempDir Path directory) {
    ManualClock now = new ManualClock(Instant.now());
    ObjectStore files =
        FileStore.open(
            directory, now, SignedLinks.withRandomSecret(URI.create("http://lake.invalid/"), now));
    AuditedLake onDisk = new AuditedLake(files, now);
    List<DataFile> three = onDisk.threeFiles();
    assertSound(onDisk.audit());

    files.delete(List.of(three.getFirst().key()));
    var _ = files.put(three.getLast().key(), new byte[5]);

    assertThat(onDisk.audit().findings())
        .containsExactlyInAnyOrder(
            new Finding.MissingFile(three.getFirst().key(), true),
            new Finding.WrongSize(three.getLast().key(), three.getLast().bytes(), 5));
  }
}
