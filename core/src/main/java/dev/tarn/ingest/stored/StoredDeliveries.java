package dev.tarn.ingest.stored;

import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Deliveries;
import dev.tarn.ingest.DeliveryKey;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// One object a batch, of 16 bytes a message, at `receipts/<dataset>/<batchId>.messages`. What was
/// put or found last is kept in memory. Safe for use by many threads.
public final class StoredDeliveries implements Deliveries {
  private static final String SUFFIX = ".messages";
  private static final int MOST_KEPT = 500_000;

  private final ObjectStore store;
  private final Map<ObjectKey, Set<DeliveryKey>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  /// Keeps deliveries in `store`.
  public StoredDeliveries(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void put(DatasetName dataset, BatchId batch, Collection<DeliveryKey> messages) {
    ByteBuffer bytes = ByteBuffer.allocate(messages.size() * DeliveryKey.BYTES);
    messages.forEach(message -> bytes.putLong(message.high()).putLong(message.low()));
    ObjectKey key = key(dataset, batch);
    store.put(key, bytes.array());
    keep(key, Set.copyOf(messages));
  }

  @Override
  public Set<DeliveryKey> find(DatasetName dataset, BatchId batch) {
    ObjectKey key = key(dataset, batch);
    synchronized (kept) {
      Set<DeliveryKey> known = kept.get(key);
      if (known != null) {
        return known;
      }
    }
    Set<DeliveryKey> found = read(key);
    keep(key, found);
    return found;
  }

  private Set<DeliveryKey> read(ObjectKey key) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(store.get(key).bytes());
      Set<DeliveryKey> messages = new HashSet<>();
      while (bytes.remaining() >= DeliveryKey.BYTES) {
        messages.add(new DeliveryKey(bytes.getLong(), bytes.getLong()));
      }
      return Set.copyOf(messages);
    } catch (ObjectNotFoundException e) {
      throw new IllegalStateException("it is not known what messages " + key + " has", e);
    }
  }

  private void keep(ObjectKey key, Set<DeliveryKey> messages) {
    synchronized (kept) {
      if (kept.put(key, messages) == null) {
        size += messages.size();
      }
      Iterator<Set<DeliveryKey>> eldest = kept.values().iterator();
      while (size > MOST_KEPT && kept.size() > 1) {
        size -= eldest.next().size();
        eldest.remove();
      }
    }
  }

  private static ObjectKey key(DatasetName dataset, BatchId batch) {
    return new ObjectKey(StoredReceipts.prefix(dataset) + batch + SUFFIX);
  }
}
