package dev.tarn.job;

import java.time.Instant;

/// How far a job is.
public sealed interface JobState {
  /// Waits to be run, at the earliest at `notBefore`.
  record Queued(Instant notBefore) implements JobState {}

  /// Is being run by `owner`, who holds it until `leaseEnd`; after that another may take it over.
  record Running(String owner, Instant leaseEnd) implements JobState {}

  /// Ended well.
  ///
  /// @param result what it gives, as a JSON document of the kind's own form
  record Succeeded(Instant finished, String result) implements JobState {}

  /// Ended for good without success.
  ///
  /// @param code of the problem, such as `sql-refused`
  record Failed(Instant finished, String code, String detail) implements JobState {}

  /// Whether nothing more will happen.
  default boolean isFinal() {
    return switch (this) {
      case Queued queued -> false;
      case Running running -> false;
      case Succeeded succeeded -> true;
      case Failed failed -> true;
    };
  }
}
