package dev.tarn.parquet;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/// A file, or the end of one, that is read from memory.
final class MemoryInputFile implements InputFile {
  private final byte[] content;
  private final long before;

  /// Reads `content`, which is not changed meanwhile.
  MemoryInputFile(byte[] content) {
    this(content, 0);
  }

  /// Reads `content`, which `before` bytes come before in the file that cannot be read.
  MemoryInputFile(byte[] content, long before) {
    this.content = content;
    this.before = before;
  }

  @Override
  public long getLength() {
    return before + content.length;
  }

  @Override
  public SeekableInputStream newStream() {
    Positioned stream = new Positioned(content);
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() {
        return before + stream.position();
      }

      @Override
      public void seek(long position) throws IOException {
        if (position < before || position > getLength()) {
          throw new EOFException("no position " + position + " in " + getLength() + " bytes");
        }
        stream.seek((int) (position - before));
      }
    };
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] content) {
      super(content);
    }

    int position() {
      return pos;
    }

    void seek(int position) {
      pos = position;
    }
  }
}
