package org.apache.hadoop.io.compress.zlib;

/// Stands for Hadoop's native zlib, of which Parquet names the levels alone. It compresses nothing.
public class ZlibCompressor {
  private ZlibCompressor() {}

  /// How hard zlib tries, by its own numbers.
  public enum CompressionLevel {
    /// Stores.
    NO_COMPRESSION(0),
    /// The quickest.
    BEST_SPEED(1),
    /// What zlib takes for a fair balance.
    DEFAULT_COMPRESSION(-1),
    /// The smallest.
    BEST_COMPRESSION(9);

    private final int level;

    CompressionLevel(int level) {
      this.level = level;
    }

    /// zlib's number.
    public int compressionLevel() {
      return level;
    }
  }
}
