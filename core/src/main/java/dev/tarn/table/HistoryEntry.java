package dev.tarn.table;

import java.time.Instant;

/// One commit of a table.
///
/// @param operation what it did: `create`, `append`, `evolve`, `compact` or `expire`
public record HistoryEntry(
    long version,
    Instant time,
    String operation,
    long rowsAdded,
    long bytesAdded,
    long filesAdded,
    long rowsRemoved,
    long bytesRemoved,
    long filesRemoved) {}
