package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;

/// A table as SQL sees it: its name is the dataset's, and its columns are the schema's fields and
/// `event_date`.
public record TypedTable(DatasetDefinition definition) {
  /// The name in SQL.
  public String name() {
    return definition.name().value();
  }
}
