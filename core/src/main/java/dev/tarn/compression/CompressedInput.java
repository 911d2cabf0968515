package dev.tarn.compression;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// Compressed bytes that are read ahead, and how many of them were taken.
final class CompressedInput implements Closeable {
  private static final int CAPACITY = 64 * 1024;

  private final InputStream in;
  private final byte[] bytes = new byte[CAPACITY];
  private int at;
  private int end;
  private long before;

  CompressedInput(InputStream in) {
    this.in = in;
  }

  /// Sees to it that there is a byte to take. Returns false at the input's end.
  boolean fill() throws IOException {
    if (at == end) {
      before += end;
      at = 0;
      end = 0;
      end = in.readNBytes(bytes, 0, CAPACITY);
    }
    return at < end;
  }

  /// The next byte; throws [DamagedStreamException] where there is none.
  int take() throws IOException {
    if (!fill()) {
      throw endsEarly();
    }
    return bytes[at++] & 0xff;
  }

  /// What [#bytes] holds from [#at] on, [#left] bytes of it, is next.
  byte[] bytes() {
    return bytes;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  /// Takes all but the last `left` of what is held.
  void leave(int left) {
    at = end - left;
  }

  /// How many bytes were taken.
  long position() {
    return before + at;
  }

  DamagedStreamException endsEarly() {
    return new DamagedStreamException("end too early, at byte " + position());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
