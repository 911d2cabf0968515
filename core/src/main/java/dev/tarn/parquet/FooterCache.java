package dev.tarn.parquet;

import dev.tarn.store.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps footers in memory by object and content, up to a number of bytes; those that were not used
/// for longest make room. Safe for use by many threads.
final class FooterCache {
  /// What a footer takes besides its own bytes.
  private static final int OVERHEAD = 512;

  private final long capacity;
  private final LinkedHashMap<ObjectKey, StoredFooter> footers =
      new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  FooterCache(long capacity) {
    this.capacity = capacity;
  }

  /// The footer that the object had when it was read last.
  synchronized Optional<StoredFooter> find(ObjectKey key) {
    return Optional.ofNullable(footers.get(key));
  }

  synchronized void keep(ObjectKey key, StoredFooter footer) {
    forget(key);
    footers.put(key, footer);
    bytes += footer.size() + OVERHEAD;
    var eldest = footers.entrySet().iterator();
    while (bytes > capacity && eldest.hasNext()) {
      Map.Entry<ObjectKey, StoredFooter> entry = eldest.next();
      bytes -= entry.getValue().size() + OVERHEAD;
      eldest.remove();
    }
  }

  /// Keeps `footer` in the place of `known`, if that is still kept.
  synchronized void replace(ObjectKey key, StoredFooter known, StoredFooter footer) {
    if (find(key).filter(known::equals).isPresent()) {
      keep(key, footer);
    }
  }

  /// Forgets what is known of the object: it has another content, or is gone.
  synchronized void forget(ObjectKey key) {
    StoredFooter before = footers.remove(key);
    if (before != null) {
      bytes -= before.size() + OVERHEAD;
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
