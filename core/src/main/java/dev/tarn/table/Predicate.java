package dev.tarn.table;

import java.util.List;

/// A condition on the columns of one dataset, named by dotted paths (`position.lat`). It selects
/// what to read: a file is left out only if none of its rows can meet it, so a part that is not
/// understood is simply left away. A comparison with a null column is never met.
public sealed interface Predicate {
  /// Met by every row.
  Predicate ALWAYS = new And(List.of());

  /// How a column compares with a literal.
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
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

  /// Any of `parts`, of which there is one at least.
  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = List.copyOf(parts);
    }
  }
}
