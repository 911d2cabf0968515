package dev.tarn.parquet;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps pieces of objects on local disk, up to a number of bytes; those that were not used for
/// longest make room. What is in its files is known to this object alone, so that nothing an
/// earlier process left is taken for a piece, and a piece that was changed or deleted behind its
/// back is as one that was never kept. A disk that is full or fails only makes it keep less. Safe
/// for use by many threads; several processes may share a directory.
public final class ChunkCache {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkCache.class);

  /// A piece that would drive out more than most others is not kept.
  private static final int LEAST_PIECES = 4;

  private final OwnedDirectory directory;
  private final long capacity;
  private final LinkedHashMap<Piece, Kept> pieces = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;
  private long names;

  private record Piece(ObjectKey key, ETag etag, ByteRange range) {}

  private record Kept(Path file, int length, long checksum) {}

  private ChunkCache(OwnedDirectory directory, long capacity) {
    this.directory = directory;
    this.capacity = capacity;
  }

  /// Keeps `capacity` bytes at most below `root`. What processes that have ended left there is
  /// deleted.
  public static ChunkCache open(Path root, long capacity) {
    try {
      return new ChunkCache(OwnedDirectory.claim(root), capacity);
    } catch (IOException e) {
      throw new UncheckedIOException("the cache of column chunks cannot be made", e);
    }
  }

  /// The bytes of `range` in the content `etag` of the object, if they are kept.
  Optional<byte[]> find(ObjectKey key, ETag etag, ByteRange range) {
    Piece piece = new Piece(key, etag, range);
    Kept kept = kept(piece);
    if (kept == null) {
      return Optional.empty();
    }
    try {
      byte[] content = Files.readAllBytes(kept.file());
      if (content.length == kept.length()
          && checksum(content, 0, content.length) == kept.checksum()) {
        return Optional.of(content);
      }
      LOG.warn("a piece of {} was changed on local disk", key);
    } catch (IOException e) {
      LOG.debug("a piece of {} is not on local disk any more", key, e);
    }
    forget(piece, kept);
    return Optional.empty();
  }

  /// Keeps the part of `content` from `from` that is `range` in the content `etag` of the object.
  void keep(ObjectKey key, ETag etag, ByteRange range, byte[] content, int from) {
    int length = range.length();
    Piece piece = new Piece(key, etag, range);
    if (length > capacity / LEAST_PIECES || kept(piece) != null) {
      return;
    }
    Path file = newFile();
    try {
      try (var channel =
          Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content, from, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    } catch (IOException e) {
      LOG.debug("a piece of {} is not kept", key, e);
      delete(file);
      return;
    }
    add(piece, new Kept(file, length, checksum(content, from, length))).forEach(ChunkCache::delete);
  }

  synchronized long bytes() {
    return bytes;
  }

  private synchronized @Nullable Kept kept(Piece piece) {
    return pieces.get(piece);
  }

  private synchronized Path newFile() {
    return directory.path().resolve(Long.toString(names++));
  }

  /// Gives the files that made room.
  private synchronized List<Path> add(Piece piece, Kept kept) {
    List<Path> gone = new ArrayList<>();
    Kept before = pieces.put(piece, kept);
    bytes += kept.length();
    if (before != null) {
      bytes -= before.length();
      gone.add(before.file());
    }
    Iterator<Kept> eldest = pieces.values().iterator();
    while (bytes > capacity && eldest.hasNext()) {
      Kept oldest = eldest.next();
      bytes -= oldest.length();
      gone.add(oldest.file());
      eldest.remove();
    }
    return gone;
  }

  private void forget(Piece piece, Kept kept) {
    synchronized (this) {
      if (pieces.remove(piece, kept)) {
        bytes -= kept.length();
      }
    }
    delete(kept.file());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a piece that is kept no more cannot be deleted", e);
    }
  }

  private static long checksum(byte[] content, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(content, from, length);
    return checksum.getValue();
  }
}
