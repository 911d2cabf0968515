package dev.tarn.table.delta;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps log objects that never change once they exist, up to a number of bytes; those that were
/// not used for longest make room. Safe for use by many threads.
final class LogCache {
  private final long capacity;
  private final LinkedHashMap<ObjectKey, StoredObject> objects =
      new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /// Keeps `capacity` bytes at most.
  LogCache(long capacity) {
    this.capacity = capacity;
  }

  /// Whether an object of `size` bytes is worth keeping: one that would drive out most others is
  /// not.
  boolean accepts(long size) {
    return size <= capacity / 4;
  }

  synchronized Optional<StoredObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  synchronized void keep(StoredObject object) {
    int size = object.bytes().length;
    if (!accepts(size)) {
      return;
    }
    StoredObject before = objects.put(object.summary().key(), object);
    bytes += size - (before == null ? 0 : before.bytes().length);
    var eldest = objects.entrySet().iterator();
    while (bytes > capacity && eldest.hasNext()) {
      Map.Entry<ObjectKey, StoredObject> entry = eldest.next();
      bytes -= entry.getValue().bytes().length;
      eldest.remove();
    }
  }
}
