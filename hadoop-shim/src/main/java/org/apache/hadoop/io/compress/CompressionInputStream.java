package org.apache.hadoop.io.compress;

import java.io.*;

public abstract class CompressionInputStream extends InputStream {
  protected final InputStream in;

  protected CompressionInputStream(InputStream i) throws IOException {
    in = i;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  public abstract int read(byte[] b, int o, int l) throws IOException;

  public abstract void resetState() throws IOException;
}
