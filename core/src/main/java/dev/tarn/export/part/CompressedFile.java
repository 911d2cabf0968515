package dev.tarn.export.part;

import com.github.luben.zstd.ZstdOutputStream;
import dev.tarn.export.ExportCompression;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/// A new file that is compressed as a whole, and tells how large it has become.
final class CompressedFile extends OutputStream {
  private static final int BUFFER = 1 << 16;

  private final CountedStream file;
  private final OutputStream out;

  private CompressedFile(CountedStream file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  static CompressedFile create(Path path, ExportCompression compression) throws IOException {
    CountedStream file =
        new CountedStream(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
    try {
      return new CompressedFile(
          file,
          switch (compression) {
            case NONE -> new BufferedOutputStream(file, BUFFER);
            case GZIP -> new BufferedOutputStream(new GZIPOutputStream(file, BUFFER), BUFFER);
            case ZSTD -> new BufferedOutputStream(new ZstdOutputStream(file), BUFFER);
          });
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// What is in the file by now; some more may be on its way.
  long bytes() {
    return file.count;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      out.close();
    }
  }

  private static final class CountedStream extends FilterOutputStream {
    private long count;

    CountedStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
