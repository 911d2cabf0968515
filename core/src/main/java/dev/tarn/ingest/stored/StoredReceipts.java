package dev.tarn.ingest.stored;

import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Receipts;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import java.util.Optional;

/// One JSON object a receipt, at `receipts/<dataset>/<batchId>.json`.
public final class StoredReceipts implements Receipts {
  private final ObjectStore store;

  /// Keeps receipts in `store`.
  public StoredReceipts(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void put(Receipt receipt) {
    store.put(key(receipt.dataset(), receipt.batch()), ReceiptJson.write(receipt));
  }

  @Override
  public Optional<Receipt> find(DatasetName dataset, BatchId batch) {
    try {
      return Optional.of(ReceiptJson.read(store.get(key(dataset, batch)).bytes()));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private static ObjectKey key(DatasetName dataset, BatchId batch) {
    return new ObjectKey("receipts/" + dataset + "/" + batch + ".json");
  }
}
