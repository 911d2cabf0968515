package dev.tarn.table;

import java.util.Optional;
import java.util.OptionalLong;

/// What a file holds in one column. Each part is empty where it is not known.
///
/// @param min no value of the column is less; of a string, it may be a prefix
/// @param max no value of the column is greater
/// @param nulls how many rows have no value
public record ColumnStatistics(Optional<Literal> min, Optional<Literal> max, OptionalLong nulls) {
  /// Whether a column whose least value is `least` has these statistics: whether [#min] is no
  /// greater. A literal that does not compare with it has them.
  public boolean admitsLeast(Literal least) {
    return min.isEmpty() || mayStand(min.get(), least);
  }

  /// Whether a column whose greatest value is `greatest` has these statistics.
  public boolean admitsGreatest(Literal greatest) {
    return max.isEmpty() || mayStand(greatest, max.get());
  }

  private static boolean mayStand(Literal lower, Literal upper) {
    if (lower instanceof Literal.OfDouble(double a)
        && upper instanceof Literal.OfDouble(double b)) {
      return a <= b;
    }
    return LiteralOrder.compare(lower, upper).mayBeLessOrEqual();
  }
}
