package dev.tarn.export;

import java.time.Duration;

/// How far an unloading is.
public sealed interface UnloadState {
  /// Waits or is at it.
  record Running() implements UnloadState {}

  /// All parts are in the store.
  ///
  /// @param bytesScanned what was read of the table, by which it is priced
  /// @param took from start to end, waiting included
  record Succeeded(long bytesScanned, Duration took) implements UnloadState {}

  /// Ended without success, or was cancelled. Some parts may be in the store, so another attempt
  /// needs another prefix, and another token.
  ///
  /// @param reason as whoever ran it tells it, without places in the store
  /// @param retryable whether another attempt may fare better
  record Failed(String reason, boolean retryable) implements UnloadState {}
}
