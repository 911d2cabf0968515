package dev.tarn.query;

import java.util.Optional;

/// What a deployment runs queries with.
///
/// @param otherwise what runs a query that does not say
/// @param warehouse for what is too large for the function
public record QueryEngines(EngineChoice otherwise, Optional<WarehouseQuerying> warehouse) {
  /// The function's own engine alone.
  public static QueryEngines ownAlone() {
    return new QueryEngines(EngineChoice.DUCKDB, Optional.empty());
  }
}
