package dev.tarn.catalog;

import dev.tarn.dataset.DatasetName;
import java.util.Optional;
import java.util.OptionalLong;

/// A dataset as lists have it.
///
/// @param version its table's version; empty where the table's log is damaged, of which the list
///   tells no more
public record DatasetEntry(DatasetName name, Optional<String> description, OptionalLong version) {}
