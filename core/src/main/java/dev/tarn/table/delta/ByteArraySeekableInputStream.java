package dev.tarn.table.delta;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;

/// Reads bytes that are in memory.
final class ByteArraySeekableInputStream extends SeekableInputStream {
  private final byte[] content;
  private int position;

  ByteArraySeekableInputStream(byte[] content) {
    this.content = content;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < 0 || target > content.length) {
      throw new EOFException("no position " + target + " in " + content.length + " bytes");
    }
    position = (int) target;
  }

  @Override
  public int read() {
    return position < content.length ? content[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(length, content.length - position);
    System.arraycopy(content, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    if (content.length - position < length) {
      throw new EOFException(length + " bytes wanted at " + position + " of " + content.length);
    }
    System.arraycopy(content, position, bytes, offset, length);
    position += length;
  }
}
