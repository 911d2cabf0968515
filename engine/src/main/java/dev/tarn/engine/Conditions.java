package dev.tarn.engine;

import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Joins predicates, each of which is met by every row that matters, in their shortest form.
final class Conditions {
  private Conditions() {}

  /// Any of `parts`; if one is met by every row, so is this. Equalities of one column are a list.
  /// Others are in one order, so that what is said twice is found to be the same.
  static Predicate or(List<Predicate> parts) {
    List<Predicate> distinct = parts.stream().flatMap(Conditions::terms).distinct().toList();
    if (distinct.isEmpty() || distinct.contains(Predicate.ALWAYS)) {
      return Predicate.ALWAYS;
    }
    if (distinct.size() == 1) {
      return distinct.getFirst();
    }
    List<Literal> literals = new ArrayList<>();
    String column = equalities(distinct.getFirst(), literals);
    for (Predicate part : distinct.subList(1, distinct.size())) {
      if (column.isEmpty() || !equalities(part, literals).equals(column)) {
        return ordered(distinct);
      }
    }
    return column.isEmpty()
        ? ordered(distinct)
        : new Predicate.In(column, literals.stream().distinct().toList());
  }

  private static Predicate ordered(List<Predicate> parts) {
    return new Predicate.Or(
        parts.stream().sorted(Comparator.comparing(Predicate::toString)).toList());
  }

  private static Stream<Predicate> terms(Predicate predicate) {
    return predicate instanceof Predicate.Or(List<Predicate> any)
        ? any.stream().flatMap(Conditions::terms)
        : Stream.of(predicate);
  }

  /// Adds the literals that `predicate` wants its column to be one of to `literals`, and answers
  /// the column; the empty string where the predicate wants anything else.
  private static String equalities(Predicate predicate, List<Literal> literals) {
    return switch (predicate) {
      case Predicate.Compare(String column, Predicate.Comparison comparison, Literal literal) -> {
        literals.add(literal);
        yield comparison == Predicate.Comparison.EQUAL ? column : "";
      }
      case Predicate.In(String column, List<Literal> all) -> {
        literals.addAll(all);
        yield column;
      }
      case Predicate.IsNull isNull -> "";
      case Predicate.IsNotNull isNotNull -> "";
      case Predicate.Like like -> "";
      case Predicate.And and -> "";
      case Predicate.Or or -> "";
    };
  }
}
