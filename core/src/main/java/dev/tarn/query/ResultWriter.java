package dev.tarn.query;

import java.io.OutputStream;
import java.util.function.LongFunction;

/// Lays a result out in one media type. Implementations are safe for use by many threads.
public interface ResultWriter {
  /// The media type of what is written.
  String mediaType();

  /// Whether the statistics are part of what is written; where not, they travel beside it.
  boolean carriesStatistics();

  /// Writes every row to `out`, which is flushed but not closed. Throws a
  /// [dev.tarn.problem.Problem.ResultTooLarge], having written no more than the limit, where the
  /// rows or bytes are more than `limits` allow; a part of the result is then in `out`.
  ///
  /// @param statistics called once, with the number of rows, when the last row is written
  /// @return what `statistics` answered
  QueryStatistics write(
      RowCursor rows,
      QueryLimits limits,
      LongFunction<QueryStatistics> statistics,
      OutputStream out);
}
