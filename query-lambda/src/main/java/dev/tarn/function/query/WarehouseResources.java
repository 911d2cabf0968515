package dev.tarn.function.query;

import dev.tarn.query.EngineChoice;
import dev.tarn.query.Warehouse;
import java.time.Duration;
import java.util.Optional;

/// What runs queries that are too large for the function.
///
/// @param otherwise what runs a query that does not say
/// @param warehouse if there is one
/// @param time the most that a query may take there
public record WarehouseResources(
    EngineChoice otherwise, Optional<Warehouse> warehouse, Duration time) {
  /// The function alone runs queries.
  public static WarehouseResources none() {
    return new WarehouseResources(EngineChoice.DUCKDB, Optional.empty(), Duration.ofMinutes(15));
  }
}
