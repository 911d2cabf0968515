package dev.tarn.table.delta;

import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests that one load of a table makes to the store: counted, and spared where the cache
/// has the answer. Safe for use by many threads.
final class LogReader {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final int PUT_ATTEMPTS = 4;
  private static final int PARALLEL_READS = 32;

  private final MeteredStore store;
  private final LogCache cache;
  private final Backoff backoff;

  LogReader(ObjectStore store, LogCache cache, Backoff backoff) {
    this.store = new MeteredStore(store);
    this.cache = cache;
    this.backoff = backoff;
  }

  /// What was asked so far.
  StoreUsage usage() {
    return store.usage();
  }

  /// Whether an object of `size` bytes is read as a whole and kept.
  boolean keeps(long size) {
    return cache.accepts(size);
  }

  /// An object that never changes once it exists.
  StoredObject immutable(ObjectKey key) {
    Optional<StoredObject> kept = cache.find(key);
    if (kept.isPresent()) {
      return kept.get();
    }
    StoredObject object = whole(key);
    cache.keep(object);
    return object;
  }

  /// An object as it is now, or empty where nothing is.
  Optional<StoredObject> current(ObjectKey key) {
    try {
      return Optional.of(whole(key));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  byte[] range(ObjectKey key, long offset, int length) {
    return store.getRange(key, offset, length);
  }

  /// All objects whose keys start with `prefix` and come after `after`.
  List<ObjectSummary> list(String prefix, String after) {
    return list(prefix, after, prefix + Character.MAX_VALUE);
  }

  /// The objects whose keys start with `prefix`, come after `after`, and are listed up to the page
  /// that reaches `until`.
  List<ObjectSummary> list(String prefix, String after, String until) {
    List<ObjectSummary> found = new ArrayList<>();
    String from = after;
    while (from.compareTo(until) < 0) {
      ObjectPage page = page(prefix, from);
      found.addAll(page.objects());
      if (!page.more() || page.objects().isEmpty()) {
        break;
      }
      from = page.objects().getLast().key().value();
    }
    return found;
  }

  /// The first of the objects whose keys start with `prefix` and come after `after`.
  List<ObjectSummary> firstPage(String prefix, String after) {
    return page(prefix, after).objects();
  }

  private ObjectPage page(String prefix, String after) {
    return store.list(prefix, Optional.of(after));
  }

  /// Reads immutable objects at once rather than one after the other, as far as the cache takes
  /// them. One that cannot be read is left to whoever needs it, who then meets the failure.
  void prefetch(List<ObjectSummary> objects) {
    List<Callable<StoredObject>> reads = new ArrayList<>();
    Semaphore permits = new Semaphore(PARALLEL_READS);
    for (ObjectSummary object : objects) {
      if (cache.accepts(object.size()) && cache.find(object.key()).isEmpty()) {
        reads.add(() -> {
          permits.acquire();
          try {
            return immutable(object.key());
          } catch (StoreException e) {
            LOG.debug("{} was not read ahead", object.key(), e);
            throw e;
          } finally {
            permits.release();
          }
        });
      }
    }
    if (reads.size() < 2) {
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(reads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Puts an object that is never to change, if nothing is at its key; empty if something else is.
  /// A put whose answer was lost is tried again with the same bytes: whoever finds them there knows
  /// that it stored them, since no two writers put the same bytes.
  Optional<ObjectSummary> putNew(ObjectKey key, byte[] content) {
    boolean unsure = false;
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<ObjectSummary> stored =
            switch (store.putIfAbsent(key, content)) {
              case PutResult.Stored answer -> Optional.of(answer.summary());
              case PutResult.ConditionFailed failed ->
                  unsure ? mine(key, content) : Optional.empty();
            };
        stored.ifPresent(summary -> cache.keep(new StoredObject(summary, content)));
        return stored;
      } catch (StoreException e) {
        if (attempt == PUT_ATTEMPTS) {
          throw new StoreException("no answer to whether " + key + " was put", e);
        }
        unsure = true;
        backoff.pause(attempt);
      }
    }
  }

  private Optional<ObjectSummary> mine(ObjectKey key, byte[] content) {
    StoredObject there = whole(key);
    return Arrays.equals(there.bytes(), content) ? Optional.of(there.summary()) : Optional.empty();
  }

  /// Puts an object whatever was there before.
  ObjectSummary put(ObjectKey key, byte[] content) {
    return store.put(key, content);
  }

  private StoredObject whole(ObjectKey key) {
    return store.get(key);
  }
}
