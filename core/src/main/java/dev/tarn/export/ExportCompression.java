package dev.tarn.export;

import java.util.Locale;
import java.util.Optional;

/// How an export's parts are compressed.
public enum ExportCompression {
  NONE,
  GZIP,
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
}
