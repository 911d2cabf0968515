package dev.tarn.export;

import java.util.Locale;
import java.util.Optional;

/// The format of an export's parts.
public enum ExportFormat {
  PARQUET,
  CSV,
  NDJSON,
  AVRO;

  /// The word in requests and manifests, such as `parquet`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The format of that label, if there is one.
  public static Optional<ExportFormat> parse(String label) {
    for (ExportFormat format : values()) {
      if (format.label().equals(label)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
