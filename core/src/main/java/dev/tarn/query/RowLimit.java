package dev.tarn.query;

import dev.tarn.problem.Problem;

/// Counts rows up to a limit.
public final class RowLimit {
  private final long limit;
  private long rows;

  /// Counts up to `limit`.
  public RowLimit(long limit) {
    this.limit = limit;
  }

  /// Counts one more row, or throws [Problem.ResultTooLarge].
  public void count() {
    if (rows == limit) {
      throw new Problem.ResultTooLarge(
              "the result has more than " + limit + " rows; aggregate, filter or LIMIT them")
          .exception();
    }
    rows++;
  }

  /// How many were counted.
  public long rows() {
    return rows;
  }
}
