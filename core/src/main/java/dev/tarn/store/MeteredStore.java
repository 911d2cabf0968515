package dev.tarn.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// A store that counts what is asked of another. It counts the calls that are made, not the
/// attempts that the other store makes for one of them, and a call that fails like one that does
/// not. Links cost no request.
public final class MeteredStore implements ObjectStore {
  private static final int KEYS_PER_DELETE = 1000;

  private final ObjectStore store;
  private final LongAdder gets = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder lists = new LongAdder();
  private final LongAdder heads = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder copies = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();

  /// Counts what is asked of `store` through this object.
  public MeteredStore(ObjectStore store) {
    this.store = store;
  }

  /// What was asked until now. Calls under way may be counted in part.
  public StoreUsage usage() {
    return new StoreUsage(
        gets.sum(),
        puts.sum(),
        lists.sum(),
        heads.sum(),
        deletes.sum(),
        copies.sum(),
        bytesRead.sum(),
        bytesWritten.sum());
  }

  @Override
  public StoredObject get(ObjectKey key) {
    gets.increment();
    return read(store.get(key));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    gets.increment();
    byte[] bytes = store.getRange(key, offset, length);
    bytesRead.add(bytes.length);
    return bytes;
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    gets.increment();
    byte[] bytes = store.getRange(key, offset, length, expected);
    bytesRead.add(bytes.length);
    return bytes;
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    gets.increment();
    return read(store.getSuffix(key, length));
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    heads.increment();
    return store.head(key);
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    written(content);
    return store.put(key, content);
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    puts.increment();
    ObjectSummary put = store.putFile(key, content);
    bytesWritten.add(put.size());
    return put;
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    written(content);
    return store.putIfAbsent(key, content);
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    written(content);
    return store.putIfMatch(key, content, expected);
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> startAfter) {
    lists.increment();
    return store.list(prefix, startAfter);
  }

  @Override
  public List<String> listDirectories(String prefix) {
    lists.increment();
    return store.listDirectories(prefix);
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    deletes.add(Math.ceilDiv(keys.size(), KEYS_PER_DELETE));
    store.delete(keys);
  }

  @Override
  public ObjectSummary copy(ObjectKey source, ObjectKey target) {
    copies.increment();
    return store.copy(source, target);
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity) {
    return store.presignGet(key, validity);
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity, String mediaType) {
    return store.presignGet(key, validity, mediaType);
  }

  @Override
  public URI presignPut(ObjectKey key, Duration validity) {
    return store.presignPut(key, validity);
  }

  private StoredObject read(StoredObject object) {
    bytesRead.add(object.bytes().length);
    return object;
  }

  private void written(byte[] content) {
    puts.increment();
    bytesWritten.add(content.length);
  }
}
