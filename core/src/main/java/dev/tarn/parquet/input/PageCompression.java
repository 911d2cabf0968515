package dev.tarn.parquet.input;

import dev.tarn.compression.Compression;
import dev.tarn.compression.DamagedDataException;
import dev.tarn.compression.ExpansionException;
import dev.tarn.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;

/// How the pages of a column chunk are compressed.
final class PageCompression {
  private static final List<String> READ =
      List.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW");

  private final Optional<Compression> compression;

  private PageCompression(Optional<Compression> compression) {
    this.compression = compression;
  }

  /// Of `codec`, in `where`. Throws [Problem.UnsupportedMediaType] for one that is not read.
  static PageCompression of(CompressionCodec codec, String where) {
    return new PageCompression(
        switch (codec) {
          case UNCOMPRESSED -> Optional.empty();
          case SNAPPY -> Optional.of(Compression.SNAPPY);
          case GZIP -> Optional.of(Compression.GZIP);
          case ZSTD -> Optional.of(Compression.ZSTD);
          case LZ4_RAW -> Optional.of(Compression.LZ4);
          case LZO, BROTLI, LZ4 ->
              throw new Problem.UnsupportedMediaType(where + ": the codec", codec.name(), READ)
                  .exception();
        });
  }

  /// Whether pages are compressed at all.
  boolean isAny() {
    return compression.isPresent();
  }

  /// The `size` bytes that those from `from` to `to`, exclusively, were.
  byte[] undo(byte[] bytes, int from, int to, int size) throws DamagedData {
    if (compression.isEmpty()) {
      return Arrays.copyOfRange(bytes, from, to);
    }
    try {
      byte[] plain = compression.get().undo(bytes, from, to, size);
      if (plain.length != size) {
        throw new DamagedData(
            "it comes to " + plain.length + " bytes where its header says " + size);
      }
      return plain;
    } catch (DamagedDataException e) {
      throw new DamagedData("its bytes " + e.detail() + ", as " + compression.get());
    } catch (ExpansionException e) {
      throw new DamagedData("it comes to more than the " + size + " bytes that its header says");
    }
  }
}
