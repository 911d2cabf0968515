package dev.tarn.query;

import dev.tarn.problem.Problem;

/// Counts rows up to a limit.
final class RowLimit {
  private final long limit;
  private long rows;

  RowLimit(long limit) {
    this.limit = limit;
  }

  /// Counts one more row, or throws [Problem.ResultTooLarge].
  void count() {
    if (rows == limit) {
      throw new Problem.ResultTooLarge(
              "the result has more than " + limit + " rows; aggregate, filter or LIMIT them")
          .exception();
    }
    rows++;
  }

  long rows() {
    return rows;
  }
}
