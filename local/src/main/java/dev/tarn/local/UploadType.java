package dev.tarn.local;

import dev.tarn.ingest.UploadFormat;
import dev.tarn.local.terminal.UserFailure;
import java.util.Locale;
import java.util.Optional;

/// What a file to be uploaded is, as far as its name tells.
record UploadType(Format format, Encoding encoding) {
  /// How records are written.
  enum Format {
    ndjson(UploadFormat.NDJSON),
    csv(UploadFormat.CSV),
    avro(UploadFormat.AVRO),
    parquet(UploadFormat.PARQUET);

    private final UploadFormat format;

    Format(UploadFormat format) {
      this.format = format;
    }

    String mediaType() {
      return format.mediaType();
    }
  }

  /// How the file is compressed as a whole.
  enum Encoding {
    identity,
    gzip,
    zstd,
    deflate
  }

  /// The type of the file of that name; what is given goes before what the name says. Throws
  /// [UserFailure] where neither tells the format.
  static UploadType of(String name, Optional<Format> format, Optional<Encoding> encoding) {
    String lower = name.toLowerCase(Locale.ROOT);
    Encoding told = encoding(extension(lower));
    String inner = told == Encoding.identity ? lower : lower.substring(0, lower.lastIndexOf('.'));
    return new UploadType(
        format.or(() -> format(extension(inner))).orElseThrow(() -> unknown(name, inner)),
        encoding.orElse(told));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Encoding encoding(String extension) {
    return switch (extension) {
      case "gz", "gzip" -> Encoding.gzip;
      case "zst", "zstd" -> Encoding.zstd;
      case "zz", "deflate" -> Encoding.deflate;
      default -> Encoding.identity;
    };
  }

  private static Optional<Format> format(String extension) {
    return switch (extension) {
      case "ndjson", "jsonl" -> Optional.of(Format.ndjson);
      case "csv" -> Optional.of(Format.csv);
      case "avro" -> Optional.of(Format.avro);
      case "parquet" -> Optional.of(Format.parquet);
      default -> Optional.empty();
    };
  }

  private static UserFailure unknown(String name, String inner) {
    return new UserFailure(
        extension(inner).equals("json")
            ? name
                + " is one JSON document by its name, which 'tarn ingest' takes; if it has a record"
                + " on each line, give --format ndjson"
            : "the name " + name + " tells no format: give --format ndjson, csv, avro or parquet");
  }
}
