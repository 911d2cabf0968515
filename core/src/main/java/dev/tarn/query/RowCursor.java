package dev.tarn.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a result, one after another. Not for use by many threads.
public interface RowCursor extends AutoCloseable {
  /// The columns, in order.
  List<ResultColumn> columns();

  /// Moves to the next row; false after the last. Throws a [dev.tarn.problem.Problem.QueryTimeout]
  /// or [dev.tarn.problem.Problem.QueryTooLarge] where a limit ends the query, and
  /// [dev.tarn.problem.Problem.SqlRefused] where a value cannot be computed (a failed cast, say).
  boolean next();

  /// The present row's value: null, [Boolean], [Long] (all integers of up to 64 bits),
  /// [java.math.BigInteger] (wider ones), [Double] (and floats), [java.math.BigDecimal], [String]
  /// (and enums, UUIDs, intervals and whatever has no type of its own here), `byte[]`,
  /// [java.time.LocalDate], [java.time.LocalTime], [java.time.LocalDateTime] (without zone),
  /// [java.time.Instant] (with zone), [List] of such values, and [java.util.Map] from strings to
  /// such values, in order (structs and maps).
  @Nullable Object value(int column);

  /// Cancels what is still running and frees it. Never throws.
  @Override
  void close();
}
