package dev.tarn.export.athena;

import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.UnloadRequest;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Athena's statement for an unload (Amazon Athena User Guide, "UNLOAD" and "Use Hive table
/// compression", engine version 3).
final class UnloadStatement {
  /// The lines of the statement before the SELECT's first one.
  static final int LINES_BEFORE = 1;

  /// Athena's limit on a statement (Amazon Athena User Guide, "Service Quotas").
  private static final int MAX_BYTES = 262_144;

  private UnloadStatement() {}

  /// The statement that writes what `request` asks for to `location`, an `s3://` URL that ends with
  /// a `/`. Throws a problem for what Athena does not write.
  static String of(UnloadRequest request, String location) {
    String statement =
        "UNLOAD "
            + EnclosedSelect.of(request.sql())
            + "\nTO "
            + quoted(location)
            + "\nWITH ("
            + properties(request.format(), request.compression())
            + ")";
    int bytes = statement.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new Problem.SqlRefused(
              "the SQL becomes a statement of " + bytes + " bytes, more than " + MAX_BYTES)
          .exception();
    }
    return statement;
  }

  /// The compression is Athena's own choice for all formats but Parquet: gzip for JSON; for Avro a
  /// codec that each file names, and every reader knows.
  private static String properties(ExportFormat format, ExportCompression compression) {
    return switch (format) {
      case PARQUET -> "format = 'PARQUET', compression = '" + compression.name() + "'";
      case NDJSON -> {
        requireCompression(format, compression, ExportCompression.GZIP);
        yield "format = 'JSON'";
      }
      case AVRO -> {
        requireCompression(format, compression, ExportCompression.NONE);
        yield "format = 'AVRO'";
      }
      case CSV ->
          throw refused(
              "/format",
              "an export of this size cannot be 'csv': values would not be quoted; 'parquet',"
                  + " 'ndjson' and 'avro' are served");
    };
  }

  private static void requireCompression(
      ExportFormat format, ExportCompression given, ExportCompression served) {
    if (given != served) {
      throw refused(
          "/compression",
          "an export of this size in '%s' cannot have the compression '%s'; '%s' is served"
              .formatted(format.label(), given.label(), served.label()));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static ProblemException refused(String pointer, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(pointer))).exception();
  }
}
