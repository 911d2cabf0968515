package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.table.BatchId;
import java.util.Collection;
import java.util.Set;

/// Keeps which messages batches are made of. What is kept of a batch never changes.
public interface Deliveries {
  /// Keeps that `batch` is made of the messages of these ids.
  void put(DatasetName dataset, BatchId batch, Collection<DeliveryKey> messages);

  /// The messages that the batch is made of. Throws [IllegalStateException] if nothing is kept of
  /// it, for without that no message can be told from a new one.
  Set<DeliveryKey> find(DatasetName dataset, BatchId batch);
}
