package dev.tarn.export;

import java.time.Instant;
import java.util.Optional;

/// The event times that one export covers, under a label that is part of its files' paths.
///
/// @param label letters, digits, `-`, `_` and `.`
/// @param from no event before it is covered; empty for no bound
/// @param to no event at or after it is covered; empty for no bound
public record ExportWindow(String label, Optional<Instant> from, Optional<Instant> to) {
  /// Throws [IllegalArgumentException] if `label` has another form.
  public ExportWindow {
    if (!label.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
      throw new IllegalArgumentException("'" + label + "' is no label of a window");
    }
  }
}
