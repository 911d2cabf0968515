package dev.tarn.parquet;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.TimeLimit;
import dev.tarn.store.ETag;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.StoredObject;
import dev.tarn.table.DataFile;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// The reads of one query: counted, within its time, and not too many at once with those of others.
/// Safe for use by many threads.
final class StoreReads {
  private final MeteredStore store;
  private final Semaphore slots;
  private final TimeLimit time;

  /// @param slots for requests at once, over all queries
  StoreReads(ObjectStore store, Semaphore slots, TimeLimit time) {
    this.store = new MeteredStore(store);
    this.slots = slots;
    this.time = time;
  }

  /// What was read until now.
  StoreUsage usage() {
    return store.usage();
  }

  /// The last `length` bytes of `file`, which has the size that the table's log says.
  StoredObject end(DataFile file, int length) {
    StoredObject end = ask(file, () -> store.getSuffix(file.key(), length));
    if (end.summary().size() != file.bytes()) {
      throw damaged(
              file,
              "has %d bytes, but %d in the table's log"
                  .formatted(end.summary().size(), file.bytes()))
          .exception();
    }
    return end;
  }

  /// `range` of `file`, whose content has the tag `etag`.
  byte[] range(DataFile file, ByteRange range, ETag etag) {
    byte[] bytes = ask(file, () -> store.getRange(file.key(), range.start(), range.length(), etag));
    if (bytes.length != range.length()) {
      throw damaged(
              file,
              "ends at byte %d, but has %d in the table's log"
                  .formatted(range.start() + bytes.length, file.bytes()))
          .exception();
    }
    return bytes;
  }

  private <T> T ask(DataFile file, Supplier<T> request) {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while fetching data files", e);
    }
    try {
      time.check();
      return request.get();
    } catch (ObjectNotFoundException e) {
      throw new ProblemException(damaged(file, "is in the table's log but not in the store"), e);
    } finally {
      slots.release();
    }
  }

  static Problem damaged(DataFile file, String fault) {
    return new Problem.DamagedFile(file.key().value(), fault);
  }

  static ProblemException damaged(DataFile file, String fault, Throwable cause) {
    return new ProblemException(damaged(file, fault), cause);
  }
}
