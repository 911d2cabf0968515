package dev.tarn.compression;

import java.io.IOException;
import java.io.InputStream;

/// The compressions that are undone. The input is all there is: bytes after the compressed ones are
/// damage, as are too few of them.
public enum Compression {
  /// RFC 1952: one member or several, each with its check sum.
  GZIP {
    @Override
    void undo(byte[] bytes, int from, int to, BoundedOutput out)
        throws DamagedDataException, ExpansionException {
      Gzip.undo(bytes, from, to, out);
    }

    @Override
    public InputStream undo(InputStream in) {
      return InflatingStream.gzip(in);
    }
  },
  /// RFC 1951, without any frame.
  DEFLATE {
    @Override
    void undo(byte[] bytes, int from, int to, BoundedOutput out)
        throws DamagedDataException, ExpansionException {
      Inflating.all(bytes, from, to, true, out);
    }

    @Override
    public InputStream undo(InputStream in) {
      return InflatingStream.deflate(in);
    }
  },
  /// What HTTP calls `deflate` (RFC 9110, section 8.4.1.2): RFC 1950's frame with its check sum.
  /// Without the frame it is taken too, since browsers and servers have sent it so for long.
  ZLIB {
    @Override
    void undo(byte[] bytes, int from, int to, BoundedOutput out)
        throws DamagedDataException, ExpansionException {
      Inflating.all(bytes, from, to, !Inflating.startsWithFrame(bytes, from, to), out);
    }

    @Override
    public InputStream undo(InputStream in) throws IOException {
      return InflatingStream.zlib(in);
    }
  },
  /// RFC 8878: one frame or several, skippable ones passed over, with windows of 64 MiB at most.
  ZSTD {
    @Override
    void undo(byte[] bytes, int from, int to, BoundedOutput out)
        throws DamagedDataException, ExpansionException {
      ZstdFrames.undo(bytes, from, to, out);
    }

    @Override
    public InputStream undo(InputStream in) throws IOException {
      return ZstdStream.of(in);
    }
  },
  /// Snappy's raw format, without any frame.
  SNAPPY {
    @Override
    void undo(byte[] bytes, int from, int to, BoundedOutput out)
        throws DamagedDataException, ExpansionException {
      Snappy.undo(bytes, from, to, out);
    }
  },
  /// LZ4's block format, without any frame.
  LZ4 {
    @Override
    void undo(byte[] bytes, int from, int to, BoundedOutput out)
        throws DamagedDataException, ExpansionException {
      Lz4.undo(bytes, from, to, out);
    }
  };

  abstract void undo(byte[] bytes, int from, int to, BoundedOutput out)
      throws DamagedDataException, ExpansionException;

  /// What `in` holds, undone as it is read, in memory for a few buffers and zstd's window. Reading
  /// throws [DamagedStreamException] where `in` is not of this compression, and what `in` throws;
  /// how much comes out is for the reader to bound. Closing it closes `in`. Throws
  /// [IllegalArgumentException] for [#SNAPPY] and [#LZ4], whose formats here are one piece.
  public InputStream undo(InputStream in) throws IOException {
    throw new IllegalArgumentException("what " + this + " made is one piece");
  }

  /// What the bytes from `from` to `to`, exclusively, were before they were compressed. Memory
  /// stays within a small multiple of `most`, whatever sizes the bytes claim. Throws
  /// [DamagedDataException] where they are not of this compression, and [ExpansionException] as
  /// soon as they come to more than `most` bytes.
  public byte[] undo(byte[] bytes, int from, int to, int most)
      throws DamagedDataException, ExpansionException {
    BoundedOutput out = new BoundedOutput(to - from, most);
    undo(bytes, from, to, out);
    return out.toBytes();
  }
}
