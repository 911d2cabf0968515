package dev.tarn.clock;

import java.util.Locale;
import java.util.Optional;

/// What a clock can ask for.
public enum ClockTask {
  /// Start the exports of schedules that are due.
  EXPORTS,
  /// Merge the small files of all datasets.
  COMPACT,
  /// Let go of what the datasets' retention no longer keeps.
  EXPIRE,
  /// Compare all datasets' tables with the store.
  AUDIT;

  /// The word in events, such as `exports`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The task of that label, if there is one.
  public static Optional<ClockTask> parse(String label) {
    for (ClockTask task : values()) {
      if (task.label().equals(label)) {
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }
}
