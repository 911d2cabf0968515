package dev.tarn.job;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// What a job does.
public enum JobKind implements Labelled {
  /// Writes an export's files and publishes them.
  EXPORT,
  /// Merges a dataset's small files.
  COMPACT,
  /// Removes what a dataset's retention lets go.
  EXPIRE,
  /// Compares a dataset's table with the store.
  AUDIT,
  /// Tries a dataset's rejected records again.
  REPLAY,
  /// Writes an uploaded file.
  UPLOAD;

  /// The kind of that label, if there is one.
  public static Optional<JobKind> parse(String label) {
    return Labelled.parse(values(), label);
  }
}
