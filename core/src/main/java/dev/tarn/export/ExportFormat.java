package dev.tarn.export;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// How an export's files hold its rows.
public enum ExportFormat implements Labelled {
  /// Apache Parquet, with the Avro schema in the footer.
  PARQUET,
  /// Comma-separated values with a header (RFC 4180).
  CSV,
  /// A JSON object a line.
  NDJSON,
  /// Avro object container files.
  AVRO;

  /// The format of that label, if there is one.
  public static Optional<ExportFormat> parse(String label) {
    return Labelled.parse(values(), label);
  }

  /// How files of this format are compressed unless it is said: inside the file with zstd where the
  /// format can, else the whole file with gzip, which everything reads.
  public ExportCompression defaultCompression() {
    return switch (this) {
      case PARQUET, AVRO -> ExportCompression.ZSTD;
      case CSV, NDJSON -> ExportCompression.GZIP;
    };
  }

  /// How names of files end. Parquet and Avro compress inside the file, which does not show.
  public String suffix(ExportCompression compression) {
    return switch (this) {
      case PARQUET, AVRO -> "." + label();
      case CSV, NDJSON -> "." + label() + compression.suffix();
    };
  }
}
