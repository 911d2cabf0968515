package dev.tarn.record;

import java.io.IOException;
import java.util.Arrays;

/// A file wherever it is kept, of which any part can be read by itself. It does not change while it
/// is read.
public interface RangedFile {
  /// How many bytes it has.
  long length();

  /// Its `length` bytes from `offset` on, all of which lie within it, for the caller to keep.
  /// Throws [IOException] where they cannot be read.
  byte[] range(long offset, int length) throws IOException;

  /// A file that is in memory; `bytes` are not to be changed.
  static RangedFile of(byte[] bytes) {
    return new RangedFile() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public byte[] range(long offset, int length) {
        int from = Math.toIntExact(offset);
        return Arrays.copyOfRange(bytes, from, Math.addExact(from, length));
      }
    };
  }
}
