package dev.tarn.query;

import dev.tarn.store.ObjectKey;

/// Runs SELECTs that are too large for one function, over the same tables, by itself: what was
/// submitted runs on, whoever asks how far it is. Every call may throw a
/// [dev.tarn.problem.Problem.EngineUnavailable], after retries of its own. Safe for use by many
/// threads.
public interface Warehouse {
  /// The engine's name, for statistics.
  String name();

  /// Starts `query`, once for one origin: the same origin with the same query gives the id that it
  /// gave before. Throws [dev.tarn.problem.Problem.SqlRefused] or
  /// [dev.tarn.problem.Problem.MalformedRequest] for what the engine cannot take, and
  /// [dev.tarn.problem.Problem.IdempotencyKeyReused] for an origin that came with another query.
  ///
  /// @return an id that nobody can guess
  String submit(WarehouseQuery query, QueryOrigin origin);

  /// How far the query is.
  WarehouseState state(String id);

  /// The rows of a query that has succeeded. Times, numbers and bytes are of the types that
  /// [RowCursor] names; arrays, maps and rows are strings in the engine's own words.
  RowCursor rows(String id);

  /// Where the engine has put the result in the lake, as CSV with a header.
  ObjectKey result(String id);

  /// Asks the query to stop. One that has ended stays as it is.
  void cancel(String id);
}
