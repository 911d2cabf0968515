package dev.tarn.table;

import java.util.Optional;
import java.util.OptionalLong;

/// What a file holds in one column. Each part is empty where it is not known.
///
/// @param min no value of the column is less; of a string, it may be a prefix
/// @param max no value of the column is greater
/// @param nulls how many rows have no value
public record ColumnStatistics(Optional<Literal> min, Optional<Literal> max, OptionalLong nulls) {}
