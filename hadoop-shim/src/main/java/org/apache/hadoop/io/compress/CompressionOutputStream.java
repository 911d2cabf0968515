package org.apache.hadoop.io.compress;

import java.io.*;

public abstract class CompressionOutputStream extends OutputStream {
  protected final OutputStream out;

  protected CompressionOutputStream(OutputStream o) {
    out = o;
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
  public abstract void write(byte[] b, int o, int l) throws IOException;

  public abstract void finish() throws IOException;

  public abstract void resetState() throws IOException;
}
