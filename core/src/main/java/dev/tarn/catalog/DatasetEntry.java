package dev.tarn.catalog;

import dev.tarn.dataset.DatasetName;
import java.util.Optional;

/// A dataset as lists have it.
///
/// @param version its table's version
public record DatasetEntry(DatasetName name, Optional<String> description, long version) {}
