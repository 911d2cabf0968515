package dev.tarn.query;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// What is to run a query.
public enum EngineChoice implements Labelled {
  /// This function, or nothing.
  DUCKDB,
  /// The [Warehouse].
  ATHENA,
  /// This function, and the [Warehouse] where it cannot.
  AUTO;

  /// What `parse` takes, for messages.
  public static final String LABELS = "duckdb, athena or auto";

  /// The choice of that label.
  public static Optional<EngineChoice> parse(String label) {
    return Labelled.parse(values(), label);
  }
}
