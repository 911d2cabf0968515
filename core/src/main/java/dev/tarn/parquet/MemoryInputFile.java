package dev.tarn.parquet;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/// A file that is read from memory.
final class MemoryInputFile implements InputFile {
  private final byte[] content;

  /// Reads `content`, which is not changed meanwhile.
  MemoryInputFile(byte[] content) {
    this.content = content;
  }

  @Override
  public long getLength() {
    return content.length;
  }

  @Override
  public SeekableInputStream newStream() {
    Positioned stream = new Positioned(content);
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() {
        return stream.position();
      }

      @Override
      public void seek(long position) throws IOException {
        if (position < 0 || position > content.length) {
          throw new EOFException("no position " + position + " in " + content.length + " bytes");
        }
        stream.seek((int) position);
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
