package dev.tarn.export;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// How an export's files are compressed.
public enum ExportCompression implements Labelled {
  /// Not at all.
  NONE,
  /// With gzip (RFC 1952); in Avro files with deflate, which is the same without its frame.
  GZIP,
  /// With Zstandard (RFC 8878).
  ZSTD;

  /// The compression of that label, if there is one.
  public static Optional<ExportCompression> parse(String label) {
    return Labelled.parse(values(), label);
  }

  /// What a file compressed as a whole has at the end of its name.
  String suffix() {
    return switch (this) {
      case NONE -> "";
      case GZIP -> ".gz";
      case ZSTD -> ".zst";
    };
  }
}
