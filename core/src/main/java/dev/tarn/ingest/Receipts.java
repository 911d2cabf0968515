package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.table.BatchId;
import java.util.List;
import java.util.Optional;

/// Keeps receipts. A batch is committed whether or not its receipt is kept: the table's log is what
/// counts, and a receipt can be made again from it.
public interface Receipts {
  /// Keeps `receipt`, in place of any for the same batch.
  void put(Receipt receipt);

  /// The receipt kept for the batch, or empty. Throws [UnreadableReceiptException] if what is kept
  /// is none.
  Optional<Receipt> find(DatasetName dataset, BatchId batch);

  /// The batches of the dataset that receipts are kept for, always in the same order, `limit` at
  /// most, from the one after `startAfter` (empty: from the first).
  List<BatchId> list(DatasetName dataset, Optional<BatchId> startAfter, int limit);
}
