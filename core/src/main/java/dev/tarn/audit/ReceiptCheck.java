package dev.tarn.audit;

import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Receipts;
import dev.tarn.ingest.UnreadableReceiptException;
import dev.tarn.table.BatchId;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares the receipts that are kept with the commits that the log tells of. A batch without a
/// receipt is no fault: one is made again when it is asked for. All receipts are read before the
/// log, so that each one's batch is in the log by then.
final class ReceiptCheck {
  private static final int PAGE = 1_000;
  private static final int WINDOW = 1_000;
  private static final int MOST_RECEIPTS = 200_000;

  private final Receipts receipts;
  private final Findings findings;
  private final TimeLimit limit;
  private final Map<BatchId, Claim> claims = new HashMap<>();
  private final Set<Long> versions = new HashSet<>();
  private long receiptRows;
  private long batches;
  private long batchRows;
  private long unchecked;

  private record Claim(long version, long rows, long files, long bytes) {}

  private sealed interface Kept {
    record Sound(BatchId batch, Optional<Receipt> receipt) implements Kept {}

    record Malformed(BatchId batch) implements Kept {}
  }

  ReceiptCheck(Receipts receipts, Findings findings, TimeLimit limit) {
    this.receipts = receipts;
    this.findings = findings;
    this.limit = limit;
  }

  /// Compares the receipts of `dataset` with the log of `table`, as far as there is time.
  ReceiptTally check(DatasetName dataset, Table table) {
    readReceipts(dataset);
    long count = claims.size();
    long latest = table.snapshot(new SnapshotTime.Latest()).version();
    for (long after = -1; after < latest && !limit.isPast(); after += WINDOW) {
      table.history(after, Math.min(latest, after + WINDOW)).forEach(this::compare);
    }
    if (!limit.wasCutShort()) {
      claims.forEach((batch, claim) -> {
        if (claim.version() > latest || versions.contains(claim.version())) {
          findings.add(new Finding.ReceiptWithoutBatch(batch, claim.version()));
        } else {
          unchecked++;
        }
      });
    }
    return new ReceiptTally(count, receiptRows, batches, batchRows, unchecked);
  }

  private void readReceipts(DatasetName dataset) {
    Optional<BatchId> after = Optional.empty();
    List<BatchId> page;
    do {
      page = receipts.list(dataset, after, PAGE);
      Parallel.forEach(page, limit, batch -> read(dataset, batch), this::claim);
      after = page.isEmpty() ? after : Optional.of(page.getLast());
      if (claims.size() >= MOST_RECEIPTS && page.size() == PAGE) {
        limit.leaveOut();
      }
    } while (page.size() == PAGE && !limit.isPast());
  }

  private Kept read(DatasetName dataset, BatchId batch) {
    try {
      return new Kept.Sound(batch, receipts.find(dataset, batch));
    } catch (UnreadableReceiptException e) {
      return new Kept.Malformed(batch);
    }
  }

  private void claim(Kept kept) {
    switch (kept) {
      case Kept.Malformed(BatchId batch) -> findings.add(new Finding.UnreadableReceipt(batch));
      case Kept.Sound(BatchId batch, Optional<Receipt> receipt) ->
          // One that is gone by now was let go by its retention.
          receipt.ifPresent(each -> {
            receiptRows += each.accepted();
            claims.put(
                batch, new Claim(each.version(), each.accepted(), each.files(), each.bytes()));
          });
    }
  }

  private void compare(HistoryEntry entry) {
    versions.add(entry.version());
    if (entry.operation().equals("compact") && entry.rowsAdded() != entry.rowsRemoved()) {
      findings.add(
          new Finding.RowsChanged(entry.version(), entry.rowsRemoved(), entry.rowsAdded()));
    }
    if (entry.batch().isEmpty()) {
      return;
    }
    batches++;
    batchRows += entry.rowsAdded();
    BatchId batch = entry.batch().get();
    Claim claim = claims.get(batch);
    // The same id may be committed again once the table's log has forgotten it.
    if (claim != null && claim.version() == entry.version()) {
      claims.remove(batch);
      compare(batch, entry, "rows", claim.rows(), entry.rowsAdded());
      compare(batch, entry, "files", claim.files(), entry.filesAdded());
      compare(batch, entry, "bytes", claim.bytes(), entry.bytesAdded());
    }
  }

  private void compare(
      BatchId batch, HistoryEntry entry, String what, long receipt, long committed) {
    if (receipt != committed) {
      findings.add(new Finding.ReceiptDiffers(batch, entry.version(), what, receipt, committed));
    }
  }
}
