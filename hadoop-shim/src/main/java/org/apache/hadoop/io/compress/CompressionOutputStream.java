package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.OutputStream;

/// Compresses what is written to it into another stream. Parquet's codecs extend it.
public abstract class CompressionOutputStream extends OutputStream {
  /// Where compressed bytes go.
  protected final OutputStream out;

  /// Writes to `out`.
  protected CompressionOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void close() throws IOException {
    finish();
    out.close();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /// Writes what is still held, without closing the other stream.
  public abstract void finish() throws IOException;

  /// Makes ready for other data.
  public abstract void resetState() throws IOException;
}
