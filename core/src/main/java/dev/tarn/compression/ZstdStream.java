package dev.tarn.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Undoes as it is read what zstd made: one frame or several, skippable ones passed over.
final class ZstdStream extends InputStream {
  private final CountedInput compressed;
  private final ZstdInputStreamNoFinalizer zstd;
  private boolean any;

  private ZstdStream(CountedInput compressed) throws IOException {
    this.compressed = compressed;
    zstd = new ZstdInputStreamNoFinalizer(compressed);
    zstd.setLongMax(ZstdFrames.LARGEST_WINDOW);
  }

  static InputStream of(InputStream in) throws IOException {
    return new ZstdStream(new CountedInput(in));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = zstd.read(target, offset, length);
      if (count < 0 && !any && compressed.count == 0) {
        throw new DamagedStreamException("end too early, at byte 0");
      }
      any = true;
      return count;
    } catch (DamagedStreamException e) {
      throw e;
    } catch (IOException e) {
      if (compressed.failed) {
        throw e;
      }
      throw new DamagedStreamException(detail(e));
    }
  }

  private String detail(IOException e) {
    String detail = ZstdFrames.detail(e, compressed.count);
    return detail.contains(" byte ") ? detail : detail + ", before byte " + compressed.count;
  }

  @Override
  public void close() throws IOException {
    zstd.close();
  }

  /// Counts what is read, and remembers whether reading it failed.
  private static final class CountedInput extends FilterInputStream {
    private long count;
    private boolean failed;

    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      failed = true;
      int read = super.read(target, offset, length);
      failed = false;
      count += Math.max(0, read);
      return read;
    }
  }
}
