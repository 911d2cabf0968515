package dev.tarn.ingest.stored;

import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Receipts;
import dev.tarn.ingest.UnreadableReceiptException;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.table.BatchId;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One JSON object a receipt, at `receipts/<dataset>/<batchId>.json`.
public final class StoredReceipts implements Receipts {
  private static final String SUFFIX = ".json";

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
    byte[] kept;
    try {
      kept = store.get(key(dataset, batch)).bytes();
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(ReceiptJson.read(kept));
    } catch (ProblemException | IllegalArgumentException | DateTimeException e) {
      throw new UnreadableReceiptException(batch, e);
    }
  }

  @Override
  public List<BatchId> list(DatasetName dataset, Optional<BatchId> startAfter, int limit) {
    String prefix = prefix(dataset);
    List<BatchId> batches = new ArrayList<>();
    Optional<String> after = startAfter.map(batch -> key(dataset, batch).value());
    for (List<ObjectSummary> page : new ObjectPages(store, prefix, after)) {
      for (ObjectSummary object : page) {
        if (batches.size() == limit) {
          return batches;
        }
        batch(object.key().value().substring(prefix.length())).ifPresent(batches::add);
      }
    }
    return batches;
  }

  private static Optional<BatchId> batch(String name) {
    if (!name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String id = name.substring(0, name.length() - SUFFIX.length());
    return BatchId.isValid(id) ? Optional.of(new BatchId(id)) : Optional.empty();
  }

  /// What the keys of the dataset's receipts start with.
  public static String prefix(DatasetName dataset) {
    return "receipts/" + dataset + "/";
  }

  private static ObjectKey key(DatasetName dataset, BatchId batch) {
    return new ObjectKey(prefix(dataset) + batch + SUFFIX);
  }
}
