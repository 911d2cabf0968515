package dev.tarn.local.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Tells how much of a file was read to be sent.
final class SentFile extends FilterInputStream {
  private final LongConsumer sent;
  private long count;

  SentFile(InputStream in, LongConsumer sent) {
    super(in);
    this.sent = sent;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) {
    count += read;
    sent.accept(count);
  }
}
