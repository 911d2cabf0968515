package dev.tarn.parquet;

import dev.tarn.store.ETag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/// The footer of an object, as its bytes.
final class StoredFooter {
  private final ETag etag;
  private final long start;
  private final byte[] thrift;

  /// @param start where the footer starts in the object, and its data ends
  StoredFooter(ETag etag, long start, byte[] thrift) {
    this.etag = etag;
    this.start = start;
    this.thrift = thrift;
  }

  /// The content that this is the footer of.
  ETag etag() {
    return etag;
  }

  long start() {
    return start;
  }

  int bytes() {
    return thrift.length;
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

  /// The footer at the end of `end`, which are the last bytes of an object of `size` bytes; throws
  /// [IncompleteException] where it starts before them, and [IOException] where there is none.
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
        Arrays.copyOfRange(end, from, end.length - ParquetFooter.TAIL));
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
