package dev.tarn.export.part;

import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Writes rows into as many files as their size asks for, one after another, each of which is given
/// away when it is whole and deleted then. Closing without [#finish] gives nothing more away. For
/// use by one thread.
public final class Parts implements AutoCloseable {
  /// About how large a part is.
  public static final long TARGET_BYTES = 128L << 20;

  private static final int CHECK_EVERY = 32;

  private final PartWriters writers;
  private final Path directory;
  private final long targetBytes;
  private final Consumer<PartFile> whole;
  private @Nullable PartWriter writer;
  private @Nullable Path file;
  private long rows;
  private int files;

  /// @param directory where files are while they are written, of this one's own
  /// @param targetBytes how large a file becomes before the next is begun
  /// @param whole takes each file, which is deleted when it returns
  public Parts(
      ExportFormat format,
      ExportCompression compression,
      Schema schema,
      Path directory,
      long targetBytes,
      Consumer<PartFile> whole) {
    this.writers = new PartWriters(format, compression, schema);
    this.directory = directory;
    this.targetBytes = targetBytes;
    this.whole = whole;
  }

  /// Adds a row.
  public void write(GenericRecord row) {
    try {
      PartWriter open = writer == null ? begin() : writer;
      open.write(row);
      rows++;
      if (rows % CHECK_EVERY == 0 && open.bytes() >= targetBytes) {
        finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a part of an export could not be written", e);
    }
  }

  /// Gives away the last file, if it has rows. Rows may follow, in a next one.
  public void finish() {
    PartWriter open = writer;
    Path path = file;
    if (open == null || path == null) {
      return;
    }
    try {
      open.close();
      writer = null;
      whole.accept(PartFile.of(path, rows));
    } catch (IOException e) {
      throw new UncheckedIOException("a part of an export could not be written", e);
    } finally {
      close();
    }
  }

  private PartWriter begin() throws IOException {
    Path path = directory.resolve("part-" + ++files);
    file = path;
    rows = 0;
    PartWriter opened = writers.open(path);
    writer = opened;
    return opened;
  }

  @Override
  public void close() {
    PartWriter open = writer;
    Path path = file;
    writer = null;
    file = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException | RuntimeException e) {
      // What could not be ended is thrown away.
      rows = 0;
    } finally {
      delete(path);
    }
  }

  private static void delete(@Nullable Path path) {
    try {
      if (path != null) {
        var _ = Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a part of an export could not be deleted", e);
    }
  }
}
