package dev.tarn.parquet;

import dev.tarn.store.ETag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/// The footer of an object, as its bytes, and some of the object's bytes before it.
final class StoredFooter {
  private static final byte[] NOTHING = {};

  private final ETag etag;
  private final long start;
  private final byte[] thrift;
  private final long keptFrom;
  private final byte[] kept;

  /// @param start where the footer starts in the object, and its data ends
  /// @param keptFrom where `kept` starts in the object
  private StoredFooter(ETag etag, long start, byte[] thrift, long keptFrom, byte[] kept) {
    this.etag = etag;
    this.start = start;
    this.thrift = thrift;
    this.keptFrom = keptFrom;
    this.kept = kept;
  }

  /// The content that this is the footer of.
  ETag etag() {
    return etag;
  }

  long start() {
    return start;
  }

  /// How long the footer is.
  int bytes() {
    return thrift.length;
  }

  /// How many bytes are kept here in all.
  int size() {
    return thrift.length + kept.length;
  }

  /// Whether the object's bytes in `range` are kept.
  boolean keeps(ByteRange range) {
    return keptRange().contains(range);
  }

  /// The object's bytes in `range`, if they are kept.
  Optional<byte[]> kept(ByteRange range) {
    if (!keeps(range)) {
      return Optional.empty();
    }
    int from = Math.toIntExact(range.start() - keptFrom);
    return Optional.of(Arrays.copyOfRange(kept, from, from + range.length()));
  }

  /// This footer with `bytes` kept, which are from `from` on in the object, instead of others.
  StoredFooter keeping(long from, byte[] bytes) {
    return new StoredFooter(etag, start, thrift, from, bytes);
  }

  /// This footer with no bytes kept that are outside of `range`.
  StoredFooter keepingOnly(ByteRange range) {
    ByteRange now = keptRange();
    if (kept.length == 0 || range.contains(now)) {
      return this;
    }
    long from = Math.max(now.start(), range.start());
    long end = Math.min(now.end(), range.end());
    return from < end
        ? keeping(from, kept(new ByteRange(from, end)).orElseThrow())
        : keeping(start, NOTHING);
  }

  private ByteRange keptRange() {
    return new ByteRange(keptFrom, keptFrom + kept.length);
  }

  /// The footer's structure, which the caller may change. Throws [IOException] where the bytes are
  /// none.
  FileMetaData parse() throws IOException {
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(thrift));
    } catch (RuntimeException e) {
      throw new IOException("the footer is malformed", e);
    }
  }

  /// The footer at the end of `end`, which are the last bytes of an object of `size` bytes, and
  /// those that are before it, which are kept; throws [IncompleteException] where it starts before
  /// them, and [IOException] where there is none.
  static StoredFooter of(ETag etag, long size, byte[] end) throws IOException {
    int length = ParquetFooter.length(end);
    if (length < 0 || length > size - ParquetFooter.TAIL - ParquetFooter.MAGIC_BYTES) {
      throw new IOException("the footer cannot have " + length + " bytes of " + size);
    }
    int from = end.length - ParquetFooter.TAIL - length;
    if (from < 0) {
      throw new IncompleteException(length);
    }
    return new StoredFooter(
        etag,
        size - ParquetFooter.TAIL - length,
        Arrays.copyOfRange(end, from, end.length - ParquetFooter.TAIL),
        size - end.length,
        Arrays.copyOf(end, from));
  }

  /// More of the object's end has to be read.
  static final class IncompleteException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int length;

    IncompleteException(int length) {
      super("the footer has " + length + " bytes");
      this.length = length;
    }

    /// How long the footer is, without what comes after it.
    int length() {
      return length;
    }
  }
}
