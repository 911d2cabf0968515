package dev.tarn.record;

import java.io.IOException;
import java.io.InputStream;

/// A file of records wherever it is kept, decompressed, that can be read from any byte on.
@FunctionalInterface
public interface RecordFile {
  /// Its bytes from `offset` on, for the caller to close. Throws [IOException] where they cannot be
  /// read.
  InputStream from(long offset) throws IOException;
}
