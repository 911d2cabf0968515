package dev.tarn.export;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// Which rows an export holds.
public enum ExportMode implements Labelled {
  /// Those whose event time is in the window.
  WINDOW,
  /// All there are.
  FULL,
  /// Those added since the schedule's last export, whatever their event time; the first export
  /// holds all there are.
  CHANGES;

  /// The mode of that label, if there is one.
  public static Optional<ExportMode> parse(String label) {
    return Labelled.parse(values(), label);
  }
}
