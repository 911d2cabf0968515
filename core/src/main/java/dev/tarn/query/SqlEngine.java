package dev.tarn.query;

import java.nio.file.Path;

/// Runs untrusted SQL over local Parquet files, in a cage: a statement can read the tables it was
/// given and nothing else, and ends within its limits.
public interface SqlEngine {
  /// Starts a session for one statement, with nothing shared with any other.
  ///
  /// @param directory an existing directory of the session's own: fetched files are in it, and the
  ///   engine may spill into it
  SqlSession open(QueryLimits limits, Path directory);

  /// The engine's name, for statistics.
  String name();

  /// The engine's version, for health answers.
  String version();
}
