package dev.tarn.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;

/// The bloom filter of a column chunk of strings, as the Parquet format lays it out ("Parquet Bloom
/// Filter").
final class StringBloomFilter {
  /// Longer ones are not read.
  static final int LONGEST = 1 << 20;

  private final BloomFilter filter;

  private StringBloomFilter(BloomFilter filter) {
    this.filter = filter;
  }

  /// The filter in `bytes`; empty where it is of another kind than is known. Throws [IOException]
  /// where it is malformed.
  static Optional<StringBloomFilter> read(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      BloomFilterHeader header = Util.readBloomFilterHeader(in);
      int length = header.getNumBytes();
      BloomFilterAlgorithm algorithm = header.getAlgorithm();
      BloomFilterHash hash = header.getHash();
      BloomFilterCompression compression = header.getCompression();
      boolean known =
          algorithm != null
              && algorithm.isSetBLOCK()
              && hash != null
              && hash.isSetXXHASH()
              && compression != null
              && compression.isSetUNCOMPRESSED()
              && length >= BlockSplitBloomFilter.LOWER_BOUND_BYTES
              && length <= in.available()
              && Integer.bitCount(length) == 1;
      if (!known) {
        return Optional.empty();
      }
      int from = bytes.length - in.available();
      return Optional.of(
          new StringBloomFilter(
              new BlockSplitBloomFilter(Arrays.copyOfRange(bytes, from, from + length))));
    } catch (RuntimeException e) {
      throw new IOException("a bloom filter is malformed", e);
    }
  }

  /// Whether `text` may be among the column's values.
  boolean mayHold(String text) {
    return filter.findHash(filter.hash(Binary.fromString(text)));
  }
}
