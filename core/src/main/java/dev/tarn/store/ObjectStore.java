package dev.tarn.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A flat space of objects, with S3's promises: an operation on one object is atomic (a reader sees
/// the whole of one content or of another, never a mixture or a part), and strongly consistent (a
/// read or listing that starts after a put was answered sees it). An answered put is durable.
///
/// Reading where nothing is throws [ObjectNotFoundException]. Any other failure, after the
/// adapter's own retries, is a [StoreException]; a put that threw one may have taken effect or not.
/// A negative offset, length or validity, or a prefix that is none, is an
/// [IllegalArgumentException]. Implementations are safe for use by many threads.
///
/// A key is never used both for an object and, followed by `/`, as the start of other keys: where
/// directories are real, that is a [StoreException].
public interface ObjectStore {
  /// The whole object.
  StoredObject get(ObjectKey key);

  /// The `length` bytes from `offset`, fewer if the object ends before; none at or past its end.
  byte[] getRange(ObjectKey key, long offset, int length);

  /// The same of the content with the ETag `expected`. Where the object has another content by now,
  /// that one is not there: [ObjectNotFoundException].
  byte[] getRange(ObjectKey key, long offset, int length, ETag expected);

  /// The object's last `length` bytes, or all of it if it is shorter, with the whole's summary.
  StoredObject getSuffix(ObjectKey key, int length);

  /// The object's summary, or empty where nothing is.
  Optional<ObjectSummary> head(ObjectKey key);

  /// Puts `content`, whatever was there before.
  ObjectSummary put(ObjectKey key, byte[] content);

  /// Puts the content of the local file `content`, whatever was there before, without holding it in
  /// memory where the adapter can. The file must not change meanwhile, and has 5 GB at most; one
  /// that cannot be read is a [StoreException].
  ObjectSummary putFile(ObjectKey key, Path content);

  /// Puts `content` if nothing is at the key. Of any number of concurrent calls exactly one stores.
  /// A call that found its own content there already (an answer lost on the way and retried)
  /// reports that it stored.
  PutResult putIfAbsent(ObjectKey key, byte[] content);

  /// Puts `content` if the object at the key has the ETag `expected`. Of any number of concurrent
  /// calls with one ETag at most one stores.
  PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected);

  /// The first objects, in key order, whose keys start with `prefix` and come after `startAfter`
  /// (any string, not only a key). An empty prefix lists all.
  ObjectPage list(String prefix, Optional<String> startAfter);

  /// The distinct first segments below `prefix`, which is empty or ends with `/`: each as prefix
  /// plus segment plus `/`, in order, all of them. Objects right below `prefix` are not listed.
  List<String> listDirectories(String prefix);

  /// Deletes what is at the keys; a key with nothing is no error. Not atomic over several keys.
  void delete(Collection<ObjectKey> keys);

  /// Puts `source`'s content at `target`, whatever was there before.
  ObjectSummary copy(ObjectKey source, ObjectKey target);

  /// A URL that answers a GET with the object for as long as `validity` (seven days at most),
  /// without credentials. The object need not exist yet.
  URI presignGet(ObjectKey key, Duration validity);

  /// A URL as of [#presignGet(ObjectKey, Duration)], whose answer is said to be of `mediaType`,
  /// which is ASCII without control characters.
  URI presignGet(ObjectKey key, Duration validity, String mediaType);

  /// A URL that takes a PUT of the object's whole content, of 5 GB at most, for as long as
  /// `validity` (seven days at most), without credentials and as often as it is asked.
  URI presignPut(ObjectKey key, Duration validity);
}
