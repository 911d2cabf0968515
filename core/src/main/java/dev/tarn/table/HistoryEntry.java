package dev.tarn.table;

import java.time.Instant;
import java.util.Optional;

/// One commit of a table.
///
/// @param operation what it did: `create`, `append`, `evolve`, `compact`, `rewrite` or `expire`
/// @param batch the batch that an append committed
public record HistoryEntry(
    long version,
    Instant time,
    String operation,
    long rowsAdded,
    long bytesAdded,
    long filesAdded,
    long rowsRemoved,
    long bytesRemoved,
    long filesRemoved,
    Optional<BatchId> batch) {}
