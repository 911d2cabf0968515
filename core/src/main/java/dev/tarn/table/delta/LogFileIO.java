package dev.tarn.table.delta;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectSummary;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Kernel's view of one table's log. Listings, and the pointer to the last checkpoint, are answered
/// from a listing made beforehand, so that Kernel's loads cost no more requests than were meant;
/// what Kernel writes is put only if absent, whole or not at all.
///
/// A store's failure passes through as the [dev.tarn.store.StoreException] it is.
final class LogFileIO implements FileIO {
  private final LogLayout layout;
  private final LogReader reader;
  private final LogListing listing;
  private final Map<ObjectKey, ObjectSummary> written = new ConcurrentHashMap<>();

  LogFileIO(LogLayout layout, LogReader reader, LogListing listing) {
    this.layout = layout;
    this.reader = reader;
    this.listing = listing;
  }

  /// The requests that this view makes.
  LogReader reader() {
    return reader;
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) {
    ObjectKey from = LogLayout.key(path);
    Iterator<FileStatus> found =
        listing.objects().stream()
            .filter(object -> object.key().compareTo(from) >= 0)
            .map(LogFileIO::status)
            .iterator();
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public FileStatus next() {
        return found.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    ObjectSummary summary = written.get(LogLayout.key(path));
    if (summary == null) {
      throw new FileNotFoundException(path);
    }
    return status(summary);
  }

  static FileStatus status(ObjectSummary object) {
    return FileStatus.of(
        LogLayout.uri(object.key()), object.size(), object.lastModified().toEpochMilli());
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public boolean mkdirs(String path) {
    return true;
  }

  @Override
  public boolean delete(String path) {
    throw new UnsupportedOperationException("the log is not deleted from");
  }

  @Override
  public void copyFileAtomically(String source, String target, boolean overwrite) {
    throw new UnsupportedOperationException("the log is not copied");
  }

  @Override
  public Optional<String> getConf(String key) {
    return key.equals("parquet.compression") ? Optional.of("ZSTD") : Optional.empty();
  }

  @Override
  public InputFile newInputFile(String path, long size) {
    ObjectKey key = LogLayout.key(path);
    return new InputFile() {
      @Override
      public long length() {
        return size;
      }

      @Override
      public String path() {
        return path;
      }

      @Override
      public SeekableInputStream newStream() throws IOException {
        return open(key, size);
      }
    };
  }

  private SeekableInputStream open(ObjectKey key, long size) throws IOException {
    if (key.equals(layout.lastCheckpointKey())) {
      return new ByteArraySeekableInputStream(lastCheckpoint());
    }
    if (layout.commitVersion(key).isEmpty() && layout.checkpointVersion(key).isEmpty()) {
      // Tarn writes no checksum files, and after a change of schema one written by others may be
      // out of date: none is ever read.
      throw new FileNotFoundException(key.value());
    }
    if (layout.checkpointVersion(key).isPresent() && !reader.keeps(size)) {
      return new RangedInputStream(reader, key, size);
    }
    try {
      return new ByteArraySeekableInputStream(reader.immutable(key).bytes());
    } catch (ObjectNotFoundException e) {
      throw (FileNotFoundException) new FileNotFoundException(key.value()).initCause(e);
    }
  }

  /// What `_last_checkpoint` would say of the checkpoint that the listing has. Of the number of
  /// actions, which the format wants there, nothing is made.
  private byte[] lastCheckpoint() throws FileNotFoundException {
    OptionalLong version = listing.checkpointVersion();
    if (version.isEmpty()) {
      throw new FileNotFoundException(layout.lastCheckpointKey().value());
    }
    return "{\"version\":%d,\"size\":1}"
        .formatted(version.getAsLong())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new OutputFile() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public PositionOutputStream create(boolean atomic) {
        return new WholeObjectOutputStream(path);
      }

      @Override
      public void writeAtomically(CloseableIterator<String> lines, boolean overwrite)
          throws IOException {
        StringBuilder text = new StringBuilder();
        try (lines) {
          while (lines.hasNext()) {
            text.append(lines.next()).append('\n');
          }
        }
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        if (overwrite) {
          ObjectKey key = LogLayout.key(path);
          written.put(key, reader.put(key, content));
        } else {
          putNew(path, content);
        }
      }
    };
  }

  private void putNew(String path, byte[] content) throws FileAlreadyExistsException {
    ObjectKey key = LogLayout.key(path);
    Optional<ObjectSummary> stored = reader.putNew(key, content);
    if (stored.isEmpty()) {
      throw new FileAlreadyExistsException(path);
    }
    written.put(key, stored.get());
  }

  /// What was put through here at `key`, if anything was.
  Optional<ObjectSummary> written(ObjectKey key) {
    return Optional.ofNullable(written.get(key));
  }

  private final class WholeObjectOutputStream extends PositionOutputStream {
    private final String path;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(1 << 16);
    private boolean closed;

    WholeObjectOutputStream(String path) {
      this.path = path;
    }

    @Override
    public long getPos() {
      return content.size();
    }

    @Override
    public void write(int b) {
      content.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      content.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        putNew(path, content.toByteArray());
      }
    }
  }
}
