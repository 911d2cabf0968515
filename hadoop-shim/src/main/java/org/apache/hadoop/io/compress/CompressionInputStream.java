package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;

/// Gives what another stream has compressed. Parquet's codecs extend it.
public abstract class CompressionInputStream extends InputStream {
  /// Where compressed bytes come from.
  protected final InputStream in;

  /// Reads from `in`. Declared to throw as Hadoop's does.
  protected CompressionInputStream(InputStream in) throws IOException {
    this.in = in;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  public abstract int read(byte[] bytes, int offset, int length) throws IOException;

  /// Makes ready for other data.
  public abstract void resetState() throws IOException;
}
