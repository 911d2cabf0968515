package dev.tarn.store.file;

import dev.tarn.store.ETag;
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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Objects as files below one directory of a local file system with hard links, each found under
/// its key. Any number of processes may use one directory at once.
///
/// A put writes a file aside, forces it to the disk, and only then gives it its key by one atomic
/// step (a hard link where nothing may be there, a rename otherwise), which it forces to the disk
/// too: killing the process or the machine leaves the old content or the new, and at worst a file
/// aside that no listing shows and a later start deletes.
public final class FileStore implements ObjectStore {
  private static final int PAGE = 1000;

  private final Path root;
  private final ObjectFiles files;
  private final ContentDigest digest;
  private final TemporaryFiles temporary;
  private final StoreLock lock;
  private final SignedLinks links;

  private FileStore(
      Path root,
      ObjectFiles files,
      ContentDigest digest,
      TemporaryFiles temporary,
      StoreLock lock,
      SignedLinks links) {
    this.root = root;
    this.files = files;
    this.digest = digest;
    this.temporary = temporary;
    this.lock = lock;
    this.links = links;
  }

  /// Opens the store in `directory`, which is made if need be, and deletes what processes that died
  /// left behind.
  ///
  /// @param links makes the links of [#presignGet], for a server that serves them
  /// @throws StoreException if the directory cannot be made or written to
  public static FileStore open(Path directory, InstantSource clock, SignedLinks links) {
    try {
      Path root = ObjectFiles.makeRoot(directory);
      ObjectFiles files = new ObjectFiles(root);
      Path aside = root.resolve(FileNames.RESERVED);
      Path temporaryDirectory = aside.resolve("tmp");
      files.makeDirectory(temporaryDirectory);
      ContentDigest digest = new ContentDigest(root);
      TemporaryFiles temporary = new TemporaryFiles(temporaryDirectory, digest);
      temporary.deleteAbandoned(clock.instant());
      StoreLock lock = StoreLock.at(aside.resolve("lock"));
      return new FileStore(root, files, digest, temporary, lock, links);
    } catch (IOException e) {
      throw new StoreException("open the store in " + directory + ": " + reason(e), e);
    }
  }

  @Override
  public StoredObject get(ObjectKey key) {
    return read(
        "get", key, file -> new StoredObject(file.summary(), file.read(0, Integer.MAX_VALUE)));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    return read("get a range of", key, file -> file.read(offset, length));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    return read(
        "get a range of",
        key,
        file -> {
          if (!file.summary().etag().equals(expected)) {
            throw new ObjectNotFoundException(key);
          }
          return file.read(offset, length);
        });
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("no suffix: " + length + " bytes");
    }
    return read(
        "get the end of",
        key,
        file -> {
          long offset = Math.max(0, file.summary().size() - length);
          return new StoredObject(file.summary(), file.read(offset, length));
        });
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    return attempt("head", key, () -> find(key));
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    return attempt("put", key, () -> store(key, content, replacing(key)));
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    return attempt("put", key, () -> store(key, () -> temporary.copy(content), replacing(key)));
  }

  private Placing<ObjectSummary> replacing(ObjectKey key) {
    return (written, target) ->
        lock.holding(() -> {
          ObjectSummary summary = summary(key, written);
          replace(written, target);
          return summary;
        });
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    return attempt(
        "put if absent",
        key,
        () ->
            store(
                key,
                content,
                (written, target) -> {
                  ObjectSummary summary = summary(key, written);
                  try {
                    Files.createLink(target, written);
                    return new PutResult.Stored(summary);
                  } catch (FileAlreadyExistsException e) {
                    return unlessEqual(key, target, content);
                  }
                }));
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    return attempt(
        "put if match",
        key,
        () ->
            isAt(key, expected)
                ? store(
                    key,
                    content,
                    (written, target) ->
                        lock.holding(() -> {
                          ObjectSummary summary = summary(key, written);
                          if (!isAt(key, expected)) {
                            return new PutResult.ConditionFailed();
                          }
                          replace(written, target);
                          return new PutResult.Stored(summary);
                        }))
                : new PutResult.ConditionFailed());
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> startAfter) {
    return attempt(
        "list",
        prefix,
        () -> {
          String above = prefix.substring(0, prefix.lastIndexOf('/') + 1);
          Listing listing = new Listing(prefix, startAfter.orElse(""), PAGE, root, digest);
          Optional<Path> directory = files.directory(above);
          return directory.isPresent()
              ? listing.page(directory.get())
              : new ObjectPage(List.of(), false);
        });
  }

  @Override
  public List<String> listDirectories(String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a directory ends with '/', unlike '" + prefix + "'");
    }
    return attempt(
        "list directories",
        prefix,
        () -> {
          Optional<Path> directory = files.directory(prefix);
          return directory.isPresent()
              ? Listing.directories(prefix, directory.get(), root)
              : List.of();
        });
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    Set<Path> changed = new LinkedHashSet<>();
    for (ObjectKey key : keys) {
      Path file = files.path(key);
      boolean deleted =
          attempt("delete", key, () -> find(key).isPresent() && lock.holding(() -> unlink(file)));
      if (deleted) {
        changed.add(ObjectFiles.parent(file));
      }
    }
    attempt(
        "delete",
        keys.size() + " objects",
        () -> {
          for (Path directory : changed) {
            ObjectFiles.force(directory);
          }
          return keys.size();
        });
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

  /// Gives a durable file its key; its name aside is gone afterwards.
  @FunctionalInterface
  private interface Placing<T> {
    T place(Path written, Path target) throws IOException;
  }

  private <T> T store(ObjectKey key, byte[] content, Placing<T> placing) throws IOException {
    return store(key, () -> temporary.write(content, ETag.ofContent(content)), placing);
  }

  private <T> T store(ObjectKey key, StoreLock.Action<Path> writing, Placing<T> placing)
      throws IOException {
    Path target = files.path(key);
    Path directory = ObjectFiles.parent(target);
    files.makeDirectory(directory);
    Path written = writing.run();
    try {
      T result = placing.place(written, target);
      // Also when another's content was found: what was seen must not vanish either.
      ObjectFiles.force(directory);
      return result;
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private ObjectSummary summary(ObjectKey key, Path written) throws IOException {
    return ObjectFile.summary(key, written, digest)
        .orElseThrow(() -> new NoSuchFileException(written.toString()));
  }

  private static void replace(Path written, Path target) throws IOException {
    Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean unlink(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  private PutResult unlessEqual(ObjectKey key, Path target, byte[] content) throws IOException {
    try {
      Optional<ObjectFile> present = ObjectFile.open(key, target, digest);
      if (present.isEmpty()) {
        throw new FileAlreadyExistsException("a directory or a symbolic link is in the way");
      }
      try (ObjectFile file = present.get()) {
        return file.summary().size() == content.length
                && Arrays.equals(file.read(0, content.length), content)
            ? new PutResult.Stored(file.summary())
            : new PutResult.ConditionFailed();
      }
    } catch (NoSuchFileException e) {
      // It was there when ours was not let in, and was deleted since.
      return new PutResult.ConditionFailed();
    }
  }

  private boolean isAt(ObjectKey key, ETag expected) throws IOException {
    return find(key).map(ObjectSummary::etag).filter(expected::equals).isPresent();
  }

  private Optional<ObjectSummary> find(ObjectKey key) throws IOException {
    Path file = files.path(key);
    if (!files.isDirectory(ObjectFiles.parent(file))) {
      return Optional.empty();
    }
    try {
      return ObjectFile.summary(key, file, digest);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// What is done with an open file.
  @FunctionalInterface
  private interface Reading<T> {
    T read(ObjectFile file) throws IOException;
  }

  private <T> T read(String operation, ObjectKey key, Reading<T> reading) {
    return attempt(
        operation,
        key,
        () -> {
          Path path = files.path(key);
          if (!files.isDirectory(ObjectFiles.parent(path))) {
            throw new ObjectNotFoundException(key);
          }
          try (ObjectFile file =
              ObjectFile.open(key, path, digest)
                  .orElseThrow(() -> new ObjectNotFoundException(key))) {
            return reading.read(file);
          } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException(key);
          }
        });
  }

  private static <T> T attempt(String operation, Object place, StoreLock.Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new StoreException(operation + " " + place + ": " + reason(e), e);
    }
  }

  /// What went wrong, without the path, which the key stands for.
  private static String reason(IOException e) {
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e.getClass().getSimpleName()
        + (e instanceof FileSystemException ? "" : ": " + e.getMessage());
  }
}
