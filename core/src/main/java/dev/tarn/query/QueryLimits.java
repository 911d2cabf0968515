package dev.tarn.query;

import java.time.Duration;

/// What one query may use.
///
/// @param time from its start to its last row
/// @param maxBytes of data files to read
/// @param memoryBytes of the SQL engine
/// @param threads of the SQL engine
/// @param temporaryBytes on disk for what does not fit in memory
/// @param resultRows in the answer
/// @param resultBytes of the answer's body
public record QueryLimits(
    Duration time,
    long maxBytes,
    long memoryBytes,
    int threads,
    long temporaryBytes,
    long resultRows,
    long resultBytes) {}
