package dev.tarn.job;

import java.util.Locale;
import java.util.Optional;

/// What a job does.
public enum JobKind {
  /// Writes an export's files and publishes them.
  EXPORT,
  /// Merges a dataset's small files.
  COMPACT,
  /// Removes what a dataset's retention lets go.
  EXPIRE,
  /// Compares a dataset's table with the store.
  AUDIT;

  /// The word in ids, paths and answers, such as `export`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of that label, if there is one.
  public static Optional<JobKind> parse(String label) {
    for (JobKind kind : values()) {
      if (kind.label().equals(label)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
