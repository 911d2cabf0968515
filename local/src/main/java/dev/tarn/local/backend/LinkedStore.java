package dev.tarn.local.backend;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.StoredObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Another store, but that objects are put by links of this machine's gateway, which hears then
/// what S3 itself would tell others.
final class LinkedStore implements ObjectStore {
  private final ObjectStore store;
  private final SignedLinks links;

  LinkedStore(ObjectStore store, SignedLinks links) {
    this.store = store;
    this.links = links;
  }

  @Override
  public StoredObject get(ObjectKey key) {
    return store.get(key);
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    return store.getRange(key, offset, length);
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    return store.getRange(key, offset, length, expected);
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    return store.getSuffix(key, length);
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    return store.head(key);
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    return store.put(key, content);
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    return store.putFile(key, content);
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    return store.putIfAbsent(key, content);
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    return store.putIfMatch(key, content, expected);
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> startAfter) {
    return store.list(prefix, startAfter);
  }

  @Override
  public List<String> listDirectories(String prefix) {
    return store.listDirectories(prefix);
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    store.delete(keys);
  }

  @Override
  public ObjectSummary copy(ObjectKey source, ObjectKey target) {
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
    return links.signPut(key, validity);
  }
}
