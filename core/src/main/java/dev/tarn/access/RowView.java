package dev.tarn.access;

import dev.tarn.digest.Sha256;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The rows of a dataset that somebody sees.
public sealed interface RowView {
  /// Every row.
  record Whole() implements RowView {}

  /// The rows whose column has one of some values; a null is none.
  ///
  /// @param claim the claim that gave the values
  /// @param values none if there is no such claim
  record Restricted(String column, String claim, Set<String> values) implements RowView {
    /// Copies its values.
    public Restricted {
      values = Set.copyOf(values);
    }

    /// Met by the rows that are seen, and by no others.
    public Predicate condition() {
      return values.isEmpty()
          ? nothing(column)
          : new Predicate.In(
              column, values.stream().sorted().<Literal>map(Literal.OfString::new).toList());
    }

    /// Met by no row.
    public static Predicate nothing(String column) {
      return new Predicate.And(
          List.of(new Predicate.IsNull(column), new Predicate.IsNotNull(column)));
    }
  }

  /// Two views of one dataset with the same key see the same rows of it. It tells nothing of the
  /// values: 1 to 32 letters and digits.
  default String key() {
    return switch (this) {
      case Whole() -> "whole";
      case Restricted(String column, String _, Set<String> values) -> {
        StringBuilder text = new StringBuilder(column);
        new TreeSet<>(values)
            .forEach(value -> text.append('\0').append(value.length()).append(':').append(value));
        yield Sha256.prefixOf(text.toString(), 16);
      }
    };
  }
}
