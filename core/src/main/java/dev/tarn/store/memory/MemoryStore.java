package dev.tarn.store.memory;

import dev.tarn.store.ETag;
import dev.tarn.store.KeyOrder;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Objects on the heap, gone with it. It keeps every promise of the port but durability.
public final class MemoryStore implements ObjectStore {
  private static final int PAGE = 1000;

  private final ConcurrentNavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(KeyOrder::compare);
  private final InstantSource clock;
  private final SignedLinks links;

  /// An empty store whose links lead nowhere.
  ///
  /// @param clock gives the time of each put
  public MemoryStore(InstantSource clock) {
    this(clock, SignedLinks.withRandomSecret(URI.create("http://memory.invalid/"), clock));
  }

  /// An empty store whose links are made by `links`, for a server that serves them.
  public MemoryStore(InstantSource clock, SignedLinks links) {
    this.clock = clock;
    this.links = links;
  }

  @Override
  public StoredObject get(ObjectKey key) {
    return find(key).orElseThrow(() -> new ObjectNotFoundException(key));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    return range(get(key), offset, length);
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    StoredObject object = get(key);
    if (!object.summary().etag().equals(expected)) {
      throw new ObjectNotFoundException(key);
    }
    return range(object, offset, length);
  }

  private static byte[] range(StoredObject object, long offset, int length) {
    byte[] bytes = object.bytes();
    int from = (int) Math.min(offset, bytes.length);
    return Arrays.copyOfRange(bytes, from, from + Math.min(length, bytes.length - from));
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("no suffix: " + length + " bytes");
    }
    StoredObject whole = get(key);
    byte[] bytes = whole.bytes();
    return new StoredObject(
        whole.summary(),
        Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length));
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    return find(key).map(StoredObject::summary);
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    StoredObject object = object(key, content);
    objects.put(key.value(), object);
    return object.summary();
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    try {
      return put(key, Files.readAllBytes(content));
    } catch (IOException e) {
      throw new StoreException("put " + key + ": the file could not be read", e);
    }
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    StoredObject object = object(key, content);
    @Nullable StoredObject present = objects.putIfAbsent(key.value(), object);
    if (present == null) {
      return new PutResult.Stored(object.summary());
    }
    return Arrays.equals(present.bytes(), content)
        ? new PutResult.Stored(present.summary())
        : new PutResult.ConditionFailed();
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    Optional<StoredObject> present = find(key);
    if (present.isEmpty() || !present.get().summary().etag().equals(expected)) {
      return new PutResult.ConditionFailed();
    }
    StoredObject object = object(key, content);
    return objects.replace(key.value(), present.get(), object)
        ? new PutResult.Stored(object.summary())
        : new PutResult.ConditionFailed();
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> startAfter) {
    List<ObjectSummary> page = new ArrayList<>();
    String after = startAfter.orElse("");
    ConcurrentNavigableMap<String, StoredObject> rest =
        KeyOrder.compare(after, prefix) < 0
            ? objects.tailMap(prefix, true)
            : objects.tailMap(after, false);
    for (StoredObject object : rest.values()) {
      ObjectSummary summary = object.summary();
      if (!summary.key().value().startsWith(prefix)) {
        break;
      }
      if (page.size() == PAGE) {
        return new ObjectPage(page, true);
      }
      page.add(summary);
    }
    return new ObjectPage(page, false);
  }

  @Override
  public List<String> listDirectories(String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a directory ends with '/', unlike '" + prefix + "'");
    }
    List<String> directories = new ArrayList<>();
    @Nullable String key = objects.ceilingKey(prefix);
    while (key != null && key.startsWith(prefix)) {
      int slash = key.indexOf('/', prefix.length());
      if (slash < 0) {
        key = objects.higherKey(key);
      } else {
        directories.add(key.substring(0, slash + 1));
        // '0' follows '/', so this is the first key that can be past the directory.
        key = objects.ceilingKey(key.substring(0, slash) + '0');
      }
    }
    return directories;
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    keys.forEach(key -> objects.remove(key.value()));
  }

  @Override
  public ObjectSummary copy(ObjectKey source, ObjectKey target) {
    return put(target, get(source).bytes());
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity) {
    return links.sign(key, validity);
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity, String mediaType) {
    return links.sign(key, validity, mediaType);
  }

  @Override
  public URI presignPut(ObjectKey key, Duration validity) {
    return links.signPut(key, validity);
  }

  private Optional<StoredObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key.value()));
  }

  private StoredObject object(ObjectKey key, byte[] content) {
    byte[] own = content.clone();
    return new StoredObject(
        new ObjectSummary(key, own.length, ETag.ofContent(own), clock.instant()), own);
  }
}
