package dev.tarn.query;

import dev.tarn.problem.Problem;
import java.time.Duration;
import java.time.Instant;

/// How far a query of a [Warehouse] is.
public sealed interface WarehouseState {
  /// It waits for its turn.
  record Queued() implements WarehouseState {}

  /// It runs.
  ///
  /// @param bytesScanned so far
  record Running(long bytesScanned) implements WarehouseState {}

  /// Its rows are there.
  record Succeeded(Usage usage) implements WarehouseState {}

  /// It ended with a problem.
  record Failed(Problem problem) implements WarehouseState {}

  /// It was stopped.
  ///
  /// @param at when it had
  record Cancelled(Instant at) implements WarehouseState {}

  /// What a query took.
  ///
  /// @param bytesScanned which are paid for
  /// @param total from its submission to its end
  /// @param planning part of `total`
  /// @param execution part of `total`, planning included
  record Usage(long bytesScanned, Duration total, Duration planning, Duration execution) {}
}
