package dev.tarn.clock;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// What a clock can ask for.
public enum ClockTask implements Labelled {
  /// Start the exports of schedules that are due.
  EXPORTS,
  /// Merge the small files of all datasets.
  COMPACT,
  /// Let go of what the datasets' retention no longer keeps.
  EXPIRE,
  /// Compare all datasets' tables with the store.
  AUDIT;

  /// The task of that label, if there is one.
  public static Optional<ClockTask> parse(String label) {
    return Labelled.parse(values(), label);
  }
}
