package org.apache.hadoop.io.compress.zlib;

public class ZlibCompressor {
  public enum CompressionLevel {
    NO_COMPRESSION(0),
    BEST_SPEED(1),
    DEFAULT_COMPRESSION(-1),
    BEST_COMPRESSION(9);

    private final int level;

    CompressionLevel(int level) {
      this.level = level;
    }

    public int compressionLevel() {
      return level;
    }
  }
}
