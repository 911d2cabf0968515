package dev.tarn.table;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A condition on the columns of one dataset, named by dotted paths (`position.lat`). It selects
/// what to read: a file is left out only if none of its rows can meet it, so a part that is not
/// understood is simply left away. A comparison with a null column is never met.
public sealed interface Predicate {
  /// Met by every row.
  Predicate ALWAYS = new And(List.of());

  /// Met by what all of `parts` are met by, said without those that every row meets and without
  /// saying one twice.
  static Predicate allOf(List<Predicate> parts) {
    List<Predicate> distinct = parts.stream().flatMap(Predicate::factors).distinct().toList();
    return distinct.size() == 1 ? distinct.getFirst() : new And(distinct);
  }

  private static Stream<Predicate> factors(Predicate predicate) {
    return predicate instanceof And(List<Predicate> all)
        ? all.stream().flatMap(Predicate::factors)
        : Stream.of(predicate);
  }

  /// How a column compares with a literal.
  enum Comparison {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /// The sign that SQL has for it.
    public String sign() {
      return sign;
    }
  }

  /// `column comparison literal`.
  record Compare(String column, Comparison comparison, Literal literal) implements Predicate {}

  /// `column IN (literals)`.
  record In(String column, List<Literal> literals) implements Predicate {
    public In {
      literals = List.copyOf(literals);
    }
  }

  /// `column IS NULL`.
  record IsNull(String column) implements Predicate {}

  /// `column IS NOT NULL`.
  record IsNotNull(String column) implements Predicate {}

  /// `column LIKE pattern ESCAPE '\'`, or `NOT LIKE` where `negated`: `%` stands for any text, `_`
  /// for any character, and `\` takes the meaning of either away, and its own.
  record Like(String column, String pattern, boolean negated) implements Predicate {
    /// The text that the pattern begins with, up to what stands for others.
    public String prefix() {
      StringBuilder prefix = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c == '%' || c == '_') {
          break;
        }
        if (c == '\\' && i + 1 < pattern.length()) {
          i++;
        }
        prefix.append(pattern.charAt(i));
      }
      return prefix.toString();
    }
  }

  /// All of `parts`; none makes it met by every row.
  record And(List<Predicate> parts) implements Predicate {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /// The top-level columns that `predicate` is about.
  static Set<String> columnsOf(Predicate predicate) {
    return switch (predicate) {
      case Compare compare -> Set.of(top(compare.column()));
      case In in -> Set.of(top(in.column()));
      case IsNull isNull -> Set.of(top(isNull.column()));
      case IsNotNull isNotNull -> Set.of(top(isNotNull.column()));
      case Like like -> Set.of(top(like.column()));
      case And and -> columns(and.parts());
      case Or or -> columns(or.parts());
    };
  }

  private static Set<String> columns(List<Predicate> parts) {
    return parts.stream().flatMap(part -> columnsOf(part).stream()).collect(Collectors.toSet());
  }

  private static String top(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /// `predicate` for people to read, much as SQL has it; `true` for one that is met by every row.
  static String textOf(Predicate predicate) {
    return switch (predicate) {
      case Compare compare ->
          compare.column() + " " + compare.comparison().sign() + " " + compare.literal().toText();
      case In in ->
          in.literals().stream()
              .map(Literal::toText)
              .collect(Collectors.joining(", ", in.column() + " IN (", ")"));
      case IsNull isNull -> isNull.column() + " IS NULL";
      case IsNotNull isNotNull -> isNotNull.column() + " IS NOT NULL";
      case Like like ->
          like.column()
              + (like.negated() ? " NOT LIKE " : " LIKE ")
              + new Literal.OfString(like.pattern()).toText();
      case And and -> and.parts().isEmpty() ? "true" : joined(and.parts(), " AND ");
      case Or or -> joined(or.parts(), " OR ");
    };
  }

  private static String joined(List<Predicate> parts, String by) {
    return parts.size() == 1
        ? textOf(parts.getFirst())
        : parts.stream().map(Predicate::textOf).collect(Collectors.joining(by, "(", ")"));
  }

  /// Any of `parts`, of which there is one at least.
  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = List.copyOf(parts);
    }
  }
}
