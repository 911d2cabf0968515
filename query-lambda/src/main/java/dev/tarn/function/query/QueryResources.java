package dev.tarn.function.query;

import dev.tarn.query.QueryLimits;
import java.nio.file.Path;

/// What the function has to work with.
///
/// @param limits the most that one query may use
/// @param scratch a directory that queries may fill while they run
/// @param cache a directory for what queries fetched, to be found by later ones
/// @param cacheBytes how much is kept there; 0 keeps nothing
/// @param memoryMegabytes the memory that is paid for
/// @param warehouse what runs queries that need more
public record QueryResources(
    QueryLimits limits,
    Path scratch,
    Path cache,
    long cacheBytes,
    long memoryMegabytes,
    WarehouseResources warehouse) {
  /// Nothing but the function runs queries.
  public QueryResources(
      QueryLimits limits, Path scratch, Path cache, long cacheBytes, long memoryMegabytes) {
    this(limits, scratch, cache, cacheBytes, memoryMegabytes, WarehouseResources.none());
  }

  /// The same with something else to run larger queries.
  QueryResources with(WarehouseResources other) {
    return new QueryResources(limits, scratch, cache, cacheBytes, memoryMegabytes, other);
  }
}
