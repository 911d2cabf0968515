package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.table.BatchId;
import java.util.Optional;

/// Keeps receipts. A batch is committed whether or not its receipt is kept: the table's log is what
/// counts, and a receipt can be made again from it.
public interface Receipts {
  /// Keeps `receipt`, in place of any for the same batch.
  void put(Receipt receipt);

  /// The receipt kept for the batch, or empty.
  Optional<Receipt> find(DatasetName dataset, BatchId batch);
}
