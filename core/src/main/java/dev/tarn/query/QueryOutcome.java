package dev.tarn.query;

import java.util.Optional;

/// How a query ended that was asked for unless its answer is known.
public sealed interface QueryOutcome {
  /// Its answer was written.
  ///
  /// @param tag names the answer; empty where the same query over the same data may have another
  record Answered(QueryStatistics statistics, Optional<ResultTag> tag) implements QueryOutcome {}

  /// Its answer is the known one; no data was read.
  record Unchanged(ResultTag tag) implements QueryOutcome {}
}
