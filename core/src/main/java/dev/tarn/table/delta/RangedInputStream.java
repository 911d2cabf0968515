package dev.tarn.table.delta;

import dev.tarn.store.ObjectKey;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;

/// Reads an object that is too large to keep, by ranges of a few megabytes.
final class RangedInputStream extends SeekableInputStream {
  private static final int RANGE = 4 << 20;

  private final LogReader reader;
  private final ObjectKey key;
  private final long size;
  private long position;
  private long bufferStart;
  private byte[] buffer = {};

  RangedInputStream(LogReader reader, ObjectKey key, long size) {
    this.reader = reader;
    this.key = key;
    this.size = size;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < 0 || target > size) {
      throw new EOFException("no position " + target + " in " + size + " bytes");
    }
    position = target;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    if (position < bufferStart || position >= bufferStart + buffer.length) {
      int wanted = (int) Math.min(size - position, Math.max(RANGE, length));
      buffer = reader.range(key, position, wanted);
      bufferStart = position;
      if (buffer.length == 0) {
        throw new EOFException(key + " ends before " + position);
      }
    }
    int from = (int) (position - bufferStart);
    int count = Math.min(length, buffer.length - from);
    System.arraycopy(buffer, from, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = read(bytes, offset + done, length - done);
      if (count < 0) {
        throw new EOFException(key + " ends before " + position);
      }
      done += count;
    }
  }
}
