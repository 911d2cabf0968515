package dev.tarn.export.athena;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.export.UnloadRequest;
import dev.tarn.problem.Problem;
import java.nio.charset.StandardCharsets;

/// Athena's statement for an unload (Amazon Athena User Guide, "UNLOAD" and "Use Hive table
/// compression", engine version 3).
final class UnloadStatement {
  /// The lines of the statement before the SELECT's first one.
  static final int LINES_BEFORE = 1;

  /// Athena's limit on a statement (Amazon Athena User Guide, "Service Quotas").
  private static final int MAX_BYTES = 262_144;

  private UnloadStatement() {}

  /// The statement that writes what `request` asks for to `location`, an `s3://` URL that ends with
  /// a `/`, from the tables at `place`. Throws [Problem.SqlRefused] for SQL that would be another
  /// statement, that Athena would read otherwise than DuckDB does, or that is too long.
  static String of(UnloadRequest request, String location, AthenaPlace place) {
    String statement =
        "UNLOAD "
            + EnclosedSelect.of(request.sql(), place)
            + "\nTO "
            + quoted(location)
            + "\nWITH ("
            + "format = 'PARQUET', compression = '"
            + request.compression().name()
            + "'"
            + ")";
    int bytes = statement.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new Problem.SqlRefused(
              "the SQL becomes a statement of " + bytes + " bytes, more than " + MAX_BYTES)
          .exception();
    }
    return statement;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
