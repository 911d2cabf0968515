package dev.tarn.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The part of another store whose keys start with a prefix, as a store of its own. Its keys may be
/// as long as the other store allows with the prefix before them; longer ones are an
/// [IllegalArgumentException].
public final class PrefixedStore implements ObjectStore {
  private final ObjectStore store;
  private final String prefix;

  /// The objects of `store` below `prefix`, which ends with `/`.
  public PrefixedStore(ObjectStore store, String prefix) {
    if (!prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends with '/', unlike '" + prefix + "'");
    }
    this.store = store;
    this.prefix = prefix;
  }

  @Override
  public StoredObject get(ObjectKey key) {
    return inner(store.get(outer(key)));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    return store.getRange(outer(key), offset, length);
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    return store.getRange(outer(key), offset, length, expected);
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    return inner(store.getSuffix(outer(key), length));
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    return store.head(outer(key)).map(this::inner);
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    return inner(store.put(outer(key), content));
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    return inner(store.putFile(outer(key), content));
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    return inner(store.putIfAbsent(outer(key), content));
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    return inner(store.putIfMatch(outer(key), content, expected));
  }

  @Override
  public ObjectPage list(String inside, Optional<String> startAfter) {
    ObjectPage page = store.list(prefix + inside, startAfter.map(after -> prefix + after));
    return new ObjectPage(page.objects().stream().map(this::inner).toList(), page.more());
  }

  @Override
  public List<String> listDirectories(String inside) {
    return store.listDirectories(prefix + inside).stream()
        .map(directory -> directory.substring(prefix.length()))
        .toList();
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    store.delete(keys.stream().map(this::outer).toList());
  }

  @Override
  public ObjectSummary copy(ObjectKey source, ObjectKey target) {
    return inner(store.copy(outer(source), outer(target)));
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity) {
    return store.presignGet(outer(key), validity);
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity, String mediaType) {
    return store.presignGet(outer(key), validity, mediaType);
  }

  @Override
  public URI presignPut(ObjectKey key, Duration validity) {
    return store.presignPut(outer(key), validity);
  }

  private ObjectKey outer(ObjectKey key) {
    return new ObjectKey(prefix + key);
  }

  private ObjectSummary inner(ObjectSummary summary) {
    return new ObjectSummary(
        new ObjectKey(summary.key().value().substring(prefix.length())),
        summary.size(),
        summary.etag(),
        summary.lastModified());
  }

  private StoredObject inner(StoredObject object) {
    return new StoredObject(inner(object.summary()), object.bytes());
  }

  private PutResult inner(PutResult result) {
    return switch (result) {
      case PutResult.Stored stored -> new PutResult.Stored(inner(stored.summary()));
      case PutResult.ConditionFailed failed -> failed;
    };
  }
}
