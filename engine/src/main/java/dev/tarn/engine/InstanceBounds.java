package dev.tarn.engine;

import dev.tarn.query.QueryLimits;

/// What one DuckDB instance may take.
///
/// @param memoryBytes of what DuckDB itself counts
/// @param temporaryBytes of files that it spills into
record InstanceBounds(long memoryBytes, int threads, long temporaryBytes) {
  static InstanceBounds of(QueryLimits limits) {
    return new InstanceBounds(limits.memoryBytes(), limits.threads(), limits.temporaryBytes());
  }
}
