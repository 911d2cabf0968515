package dev.tarn.export;

import java.util.Locale;
import java.util.Optional;

/// Which rows an export holds.
public enum ExportMode {
  /// Those whose event time is in the window.
  WINDOW,
  /// All there are.
  FULL,
  /// Those added since the schedule's last export, whatever their event time; the first export
  /// holds all there are.
  CHANGES;

  /// The word in requests and manifests, such as `window`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The mode of that label, if there is one.
  public static Optional<ExportMode> parse(String label) {
    for (ExportMode mode : values()) {
      if (mode.label().equals(label)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
