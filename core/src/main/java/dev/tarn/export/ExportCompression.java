package dev.tarn.export;

import java.util.Locale;
import java.util.Optional;

/// How an export's files are compressed.
public enum ExportCompression {
  /// Not at all.
  NONE,
  /// With gzip (RFC 1952); in Avro files with deflate, which is the same without its frame.
  GZIP,
  /// With Zstandard (RFC 8878).
  ZSTD;

  /// The word in requests and manifests, such as `gzip`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The compression of that label, if there is one.
  public static Optional<ExportCompression> parse(String label) {
    for (ExportCompression compression : values()) {
      if (compression.label().equals(label)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
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
