package dev.tarn.record;

import dev.tarn.problem.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Text that is read ahead, of which whole records are cut off.
final class SliceBuffer implements Closeable {
  private final InputStream in;
  private final byte[] bytes;
  private int size;
  private boolean ended;

  /// Holds up to `capacity` bytes of `in`.
  SliceBuffer(InputStream in, int capacity) {
    this.in = in;
    bytes = new byte[capacity];
  }

  /// Reads until it is full or the input ends. Returns whether it holds anything.
  boolean fill() throws IOException {
    if (!ended) {
      int wanted = bytes.length - size;
      int count = in.readNBytes(bytes, size, wanted);
      size += count;
      ended = count < wanted;
    }
    return size > 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /// Whether nothing follows what it holds.
  boolean ended() {
    return ended;
  }

  /// Takes the first `length` bytes out. If these are none, no record ends within the buffer.
  byte[] take(int length, RecordPosition at) throws IOException {
    if (length == 0) {
      throw new Problem.PayloadTooLarge(
              "the record that begins at byte "
                  + at.offset()
                  + ", line "
                  + (at.lines() + 1)
                  + ", does not end within "
                  + bytes.length
                  + " bytes")
          .exception();
    }
    byte[] taken = Arrays.copyOf(bytes, length);
    size -= length;
    System.arraycopy(bytes, length, bytes, 0, size);
    return taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
