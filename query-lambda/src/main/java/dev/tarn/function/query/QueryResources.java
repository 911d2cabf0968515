package dev.tarn.function.query;

import dev.tarn.query.QueryLimits;
import java.nio.file.Path;

/// What the function has to work with.
///
/// @param limits the most that one query may use
/// @param scratch a directory that queries may fill while they run
/// @param memoryMegabytes the memory that is paid for
/// @param warehouse what runs queries that need more
public record QueryResources(
    QueryLimits limits, Path scratch, long memoryMegabytes, WarehouseResources warehouse) {
  /// Nothing but the function runs queries.
  public QueryResources(QueryLimits limits, Path scratch, long memoryMegabytes) {
    this(limits, scratch, memoryMegabytes, WarehouseResources.none());
  }

  /// The same with something else to run larger queries.
  QueryResources with(WarehouseResources other) {
    return new QueryResources(limits, scratch, memoryMegabytes, other);
  }
}
