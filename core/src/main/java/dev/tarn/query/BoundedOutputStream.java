package dev.tarn.query;

import dev.tarn.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;

/// Passes up to a number of bytes on, and refuses the rest. Closing it leaves the target open.
public final class BoundedOutputStream extends OutputStream {
  private final OutputStream target;
  private final long limit;
  private long written;

  /// Passes on up to `limit` bytes to `target`; more is a [Problem.ResultTooLarge].
  public BoundedOutputStream(OutputStream target, long limit) {
    this.target = target;
    this.limit = limit;
  }

  @Override
  public void write(int b) throws IOException {
    reserve(1);
    target.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    reserve(length);
    target.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private void reserve(int length) {
    if (length > limit - written) {
      throw new Problem.ResultTooLarge(
              "the result is larger than " + limit + " bytes; select fewer columns or rows")
          .exception();
    }
    written += length;
  }
}
