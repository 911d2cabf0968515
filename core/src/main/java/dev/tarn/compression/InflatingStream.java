package dev.tarn.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Undoes as it is read what DEFLATE made, within the frames of gzip or zlib or without any, in
/// memory for two buffers whatever is read. As with whole bodies, what follows the last frame and
/// is none is damage, and so is an end within a frame.
final class InflatingStream extends InputStream {
  private static final int GZIP_TRAILER = 8;

  private final CompressedInput in;
  private final Frame frame;
  private final Inflater inflater;
  private final CRC32 sum = new CRC32();
  private long size;
  private boolean inside;
  private boolean ended;

  /// What stands around the DEFLATE data.
  enum Frame {
    /// RFC 1952, once or several times.
    GZIP,
    /// RFC 1950.
    ZLIB,
    /// Nothing.
    NONE
  }

  private InflatingStream(CompressedInput in, Frame frame) {
    this.in = in;
    this.frame = frame;
    inflater = new Inflater(frame != Frame.ZLIB);
  }

  static InputStream gzip(InputStream in) {
    return new InflatingStream(new CompressedInput(in), Frame.GZIP);
  }

  static InputStream deflate(InputStream in) {
    return new InflatingStream(new CompressedInput(in), Frame.NONE);
  }

  /// Of RFC 1950, or of DEFLATE alone if it does not begin so.
  static InputStream zlib(InputStream in) throws IOException {
    CompressedInput input = new CompressedInput(in);
    boolean framed =
        input.fill()
            && Inflating.startsWithFrame(input.bytes(), input.at(), input.at() + input.left());
    return new InflatingStream(input, framed ? Frame.ZLIB : Frame.NONE);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inside) {
        begin();
        inside = true;
      }
      int count = inflate(target, offset, length);
      if (count > 0) {
        return count;
      }
      if (inflater.finished()) {
        in.leave(inflater.getRemaining());
        finish();
        inside = false;
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(target, offset, length);
      sum.update(target, offset, count);
      size += count;
      if (count == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new DamagedStreamException("need a preset dictionary, which nobody gave");
        }
        in.leave(0);
        if (!in.fill()) {
          throw in.endsEarly();
        }
        inflater.setInput(in.bytes(), in.at(), in.left());
      }
      return count;
    } catch (DataFormatException e) {
      in.leave(inflater.getRemaining());
      String what = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
      throw new DamagedStreamException("are damaged near byte " + in.position() + what);
    }
  }

  private void begin() throws IOException {
    if (frame == Frame.GZIP) {
      GzipHeader.skip(in);
    }
    if (!in.fill()) {
      throw in.endsEarly();
    }
    inflater.setInput(in.bytes(), in.at(), in.left());
  }

  private void finish() throws IOException {
    if (frame == Frame.GZIP) {
      long trailer = 0;
      for (int i = 0; i < GZIP_TRAILER; i++) {
        trailer |= (long) in.take() << (8 * i);
      }
      if (trailer != (sum.getValue() | size << 32)) {
        throw new DamagedStreamException(
            "are damaged before byte "
                + in.position()
                + ": the check sum or length at their end differs");
      }
      inflater.reset();
      sum.reset();
      size = 0;
      ended = !in.fill();
    } else {
      if (in.fill()) {
        throw new DamagedStreamException("end at byte " + in.position() + ", but more follow");
      }
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    ended = true;
    in.close();
  }
}
