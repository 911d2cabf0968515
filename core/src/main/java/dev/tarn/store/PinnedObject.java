package dev.tarn.store;

import java.io.InputStream;

/// One content of an object, read in parts. What is read is of that content or not read at all:
/// where the object has another by now, or is gone, reading throws [ObjectNotFoundException].
public final class PinnedObject {
  private final ObjectStore store;
  private final ObjectKey key;
  private final ETag etag;
  private final long size;

  /// The content of `size` bytes that has `etag` at `key`.
  public PinnedObject(ObjectStore store, ObjectKey key, ETag etag, long size) {
    this.store = store;
    this.key = key;
    this.etag = etag;
    this.size = size;
  }

  /// How many bytes it has.
  public long size() {
    return size;
  }

  /// The `length` bytes from `offset`, fewer if it ends before; none at or past its end. Throws
  /// [StoreException] if the store gives fewer than there are.
  public byte[] range(long offset, int length) {
    int there = (int) Math.max(0, Math.min(length, size - offset));
    if (there == 0) {
      return new byte[0];
    }
    byte[] bytes = store.getRange(key, offset, there, etag);
    if (bytes.length != there) {
      throw new StoreException(
          "the store gave %d of the %d bytes at %d of %s"
              .formatted(bytes.length, there, offset, key));
    }
    return bytes;
  }

  /// Its bytes from `offset` on, in requests for `step` bytes of which one is made ahead: memory is
  /// taken for two of them. Reading throws as [#range] does. Closing it waits for a request that is
  /// under way.
  public InputStream from(long offset, int step) {
    return new PinnedStream(this, offset, step);
  }
}
