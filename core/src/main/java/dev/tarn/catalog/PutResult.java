package dev.tarn.catalog;

import dev.tarn.dataset.DatasetDefinition;

/// What a put came to.
///
/// @param definition the dataset's definition now
/// @param version the table's version that has it; of an unchanged dataset, its latest
/// @param etag the definition's entity tag
public record PutResult(Change change, DatasetDefinition definition, long version, String etag) {
  /// What a put did.
  public enum Change {
    /// The dataset did not exist.
    CREATED,
    /// The dataset has another definition than before.
    EVOLVED,
    /// The dataset had this definition already; nothing was written.
    UNCHANGED
  }
}
