package dev.tarn.catalog;

import dev.tarn.dataset.DatasetDefinition;
import java.time.Instant;
import java.util.Optional;

/// A dataset and what it holds, at one version.
///
/// @param etag the definition's entity tag
/// @param version the table's version
/// @param time when that version was committed
/// @param rows in all its files
/// @param files how many data files
/// @param bytes the size of those files
/// @param firstEventTime no record is earlier; empty without records, or where a file has no
///   statistics of it
/// @param lastEventTime no record is later; empty likewise
public record DatasetSummary(
    DatasetDefinition definition,
    String etag,
    long version,
    Instant time,
    long rows,
    long files,
    long bytes,
    Optional<Instant> firstEventTime,
    Optional<Instant> lastEventTime) {}
