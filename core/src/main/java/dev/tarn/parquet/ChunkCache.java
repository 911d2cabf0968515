package dev.tarn.parquet;

import dev.tarn.query.LocalLink;
import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps local files that are made of pieces of objects, up to a number of bytes; those that were
/// not used for longest make room. A scan that needs the same pieces again gets the file as it is,
/// one that needs some of them a copy of these. Files are shared by links, so that one which makes
/// room is still there for those who use it.
///
/// What is in its files is known to this object alone, so that nothing an earlier process left is
/// taken for a piece, and a file that was changed or deleted behind its back is as one that was
/// never kept. A disk that is full or fails only makes it keep less. Safe for use by many threads;
/// several processes may share a directory.
public final class ChunkCache {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkCache.class);

  /// A file that would drive out more than half of what is kept is not kept.
  private static final int LEAST_FILES = 2;

  private final OwnedDirectory directory;
  private final long capacity;
  private final LinkedHashMap<Content, Kept> files = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Piece, Kept> pieces = new HashMap<>();
  private long bytes;
  private long names;

  /// What a file is made of: pieces of one content of one object, each where it is in that.
  record Content(ObjectKey key, ETag etag, List<ByteRange> pieces) {
    Content {
      pieces = List.copyOf(pieces);
    }
  }

  private record Piece(ObjectKey key, ETag etag, ByteRange range) {}

  /// A file, and what tells that nobody changed it.
  private record Kept(Content content, Path file, long bytes, long size, FileTime modified) {
    boolean isUnchanged() throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.size() == size && now.lastModifiedTime().equals(modified);
    }
  }

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

  /// Makes a file of exactly `content` appear at `target`, where none is, if one is kept.
  boolean provide(Content content, Path target) {
    Kept kept = kept(content);
    if (kept == null) {
      return false;
    }
    try {
      if (kept.isUnchanged()) {
        LocalLink.make(target, kept.file());
        return true;
      }
      LOG.warn("a piece of {} was changed on local disk", content.key());
    } catch (IOException e) {
      LOG.debug("a piece of {} is not on local disk any more", content.key(), e);
    }
    forget(kept);
    return false;
  }

  /// The bytes of `range` in the content `etag` of the object, if they are kept.
  Optional<byte[]> find(ObjectKey key, ETag etag, ByteRange range) {
    Kept kept = kept(new Piece(key, etag, range));
    if (kept == null) {
      return Optional.empty();
    }
    try {
      if (kept.isUnchanged()) {
        return Optional.of(read(kept.file(), range));
      }
      LOG.warn("a piece of {} was changed on local disk", key);
    } catch (IOException e) {
      LOG.debug("a piece of {} is not on local disk any more", key, e);
    }
    forget(kept);
    return Optional.empty();
  }

  private static byte[] read(Path file, ByteRange range) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(range.length());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, range.start() + buffer.position()) < 0) {
          throw new EOFException();
        }
      }
    }
    return buffer.array();
  }

  /// Keeps `file`, which is made of `content` and takes about `size` bytes on disk. It is not to be
  /// written any more.
  void keep(Content content, Path file, long size) {
    // A file without a piece does not tell which columns it is without.
    if (content.pieces().isEmpty() || size > capacity / LEAST_FILES || kept(content) != null) {
      return;
    }
    Path copy = newFile();
    try {
      LocalLink.make(copy, file);
      BasicFileAttributes attributes = Files.readAttributes(copy, BasicFileAttributes.class);
      add(new Kept(content, copy, size, attributes.size(), attributes.lastModifiedTime()))
          .forEach(ChunkCache::delete);
    } catch (IOException e) {
      LOG.debug("pieces of {} are not kept", content.key(), e);
      delete(copy);
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  private synchronized @Nullable Kept kept(Content content) {
    return files.get(content);
  }

  private synchronized @Nullable Kept kept(Piece piece) {
    Kept kept = pieces.get(piece);
    return kept == null ? null : files.get(kept.content());
  }

  private synchronized Path newFile() {
    return directory.path().resolve(Long.toString(names++));
  }

  /// Gives the files that made room.
  private synchronized List<Path> add(Kept kept) {
    List<Path> gone = new ArrayList<>();
    Kept before = files.put(kept.content(), kept);
    if (before != null) {
      drop(before, gone);
    }
    Content content = kept.content();
    content.pieces().forEach(range -> pieces.put(piece(content, range), kept));
    bytes += kept.bytes();
    Iterator<Kept> eldest = files.values().iterator();
    while (bytes > capacity && eldest.hasNext()) {
      Kept oldest = eldest.next();
      eldest.remove();
      drop(oldest, gone);
    }
    return gone;
  }

  private void drop(Kept kept, List<Path> gone) {
    Content content = kept.content();
    content.pieces().forEach(range -> pieces.remove(piece(content, range), kept));
    bytes -= kept.bytes();
    gone.add(kept.file());
  }

  private static Piece piece(Content content, ByteRange range) {
    return new Piece(content.key(), content.etag(), range);
  }

  private void forget(Kept kept) {
    List<Path> gone = new ArrayList<>();
    synchronized (this) {
      if (files.remove(kept.content(), kept)) {
        drop(kept, gone);
      }
    }
    gone.forEach(ChunkCache::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a piece that is kept no more cannot be deleted", e);
    }
  }
}
