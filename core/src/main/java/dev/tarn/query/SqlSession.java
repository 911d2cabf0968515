package dev.tarn.query;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One statement on its way: accepted, then planned, then executed, in this order and each once.
/// Every step may throw a [dev.tarn.problem.ProblemException]: what is refused or wrong is
/// [dev.tarn.problem.Problem.SqlRefused], with line and column where the engine gives them.
public interface SqlSession extends AutoCloseable {
  /// Checks that `sql` is exactly one SELECT in the accepted part of the language.
  ///
  /// @return the names in FROM that are not defined by the statement itself, lower-cased
  Set<String> accept(String sql);

  /// Whether the accepted statement, run again over the same data with the same parameters, gives
  /// the same answer; not where it calls the likes of `now()` and `random()`.
  boolean isRepeatable();

  /// Plans the accepted statement over empty tables of these types, and so finds what it needs of
  /// each. Parameters are booleans, strings, longs, doubles, [java.math.BigDecimal]s and nulls.
  List<TableScan> plan(List<TypedTable> tables, List<@Nullable Object> parameters);

  /// Runs the planned statement. Rows are computed as the cursor moves; closing it cancels the
  /// rest.
  RowCursor execute(List<FetchedTable> tables);

  /// Frees everything the session holds. Never throws.
  @Override
  void close();
}
