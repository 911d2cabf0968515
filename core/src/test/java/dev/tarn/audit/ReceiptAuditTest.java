package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.BatchId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an audit finds of receipts.
class ReceiptAuditTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final AuditedLake lake = new AuditedLake(store, clock);
  private final StoredReceipts receipts = new StoredReceipts(store);

  @BeforeEach
  void twoBatches() {
    lake.define("");
    var _ = lake.ingest(1, "a", 1, null);
  }

  private static Receipt with(Receipt receipt, BatchId batch, long version, long accepted) {
    return new Receipt(
        batch,
        receipt.dataset(),
        receipt.status(),
        version,
        accepted,
        0,
        receipt.files(),
        receipt.bytes(),
        receipt.firstEventTime(),
        receipt.lastEventTime(),
        List.of());
  }

  private static ObjectKey key(BatchId batch) {
    return new ObjectKey("receipts/readings/" + batch + ".json");
  }

  @Test
  void aReceiptWithoutItsBatchIsNamed() {
    Receipt sound = lake.ingest(2, "b", 2, null);
    BatchId never = new BatchId("never");
    BatchId later = new BatchId("later");
    receipts.put(with(sound, never, 2, 3));
    receipts.put(with(sound, later, 9, 3));

    assertThat(lake.audit().findings())
        .containsExactlyInAnyOrder(
            new Finding.ReceiptWithoutBatch(never, 2), new Finding.ReceiptWithoutBatch(later, 9));
  }

  @Test
  void aReceiptOfOtherRowsIsNamed() {
    Receipt sound = lake.ingest(2, "b", 2, null);
    receipts.put(with(sound, sound.batch(), 2, 4));

    AuditReport report = lake.audit();

    assertThat(report.findings())
        .containsExactly(new Finding.ReceiptDiffers(sound.batch(), 2, "rows", 4, 3));
    assertThat(report.receipts()).isEqualTo(new ReceiptTally(2, 7, 2, 6, 0));
  }

  @Test
  void aReceiptOfAnotherVersionIsNamed() {
    Receipt sound = lake.ingest(2, "b", 2, null);
    receipts.put(with(sound, sound.batch(), 1, 3));

    assertThat(lake.audit().findings())
        .containsExactly(new Finding.ReceiptWithoutBatch(sound.batch(), 1));
  }

  @Test
  void aReceiptThatIsNoneIsNamedAndMadeAgainWhenAskedFor() {
    Receipt sound = lake.ingest(2, "b", 2, null);
    for (String garbage : List.of("", "{", "[]", "{}", "{\"batchId\": \"!\"}")) {
      var _ = store.put(key(sound.batch()), garbage.getBytes(StandardCharsets.UTF_8));

      assertThat(lake.audit().findings())
          .containsExactly(new Finding.UnreadableReceipt(sound.batch()));
    }
  }

  @Test
  void aReceiptThatIsNotKeptIsNoFault() {
    Receipt sound = lake.ingest(2, "b", 2, null);
    store.delete(List.of(key(sound.batch())));

    AuditReport report = lake.audit();

    assertThat(report.findings()).isEmpty();
    assertThat(report.receipts()).isEqualTo(new ReceiptTally(1, 3, 2, 6, 0));
  }

  @Test
  void receiptsOfVersionsThatTheLogNoLongerHasAreCountedApart() {
    for (int i = 0; i < 20; i++) {
      var _ = lake.ingest(i, "b", 2, null);
    }
    clock.pass(Duration.ofDays(31));
    assertThat(lake.table().cleanLog(clock.instant())).isPositive();

    AuditReport report = lake.audit();

    assertThat(report.findings()).isEmpty();
    assertThat(report.receipts().receipts()).isEqualTo(21);
    assertThat(report.receipts().unchecked())
        .isEqualTo(21 - report.receipts().batches())
        .isPositive();
  }

  @Test
  void manyReceiptsAreReadPageByPage() {
    Receipt sound = lake.ingest(2, "b", 2, null);
    for (int i = 0; i < 2_100; i++) {
      receipts.put(with(sound, new BatchId("x-%04d".formatted(i)), 1, 1));
    }

    AuditReport report = lake.audit();

    assertThat(report.faults()).isEqualTo(2_100);
    assertThat(report.findings()).hasSize(1_000);
    assertThat(report.receipts().receipts()).isEqualTo(2_102);
  }
}
