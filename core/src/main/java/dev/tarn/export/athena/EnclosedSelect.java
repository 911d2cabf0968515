package dev.tarn.export.athena;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Optional;

/// Sees to it that a SELECT ends where the parentheses around it do, so that it cannot become
/// another statement. Reads the text as Athena's lexer does, which is Trino's: `'` and `"` quote,
/// and are doubled in what they quote; `--` comments until the line ends, `/*` until the next `*/`.
final class EnclosedSelect {
  private final String sql;
  private int at;

  private EnclosedSelect(String sql) {
    this.sql = sql;
  }

  /// `sql` in parentheses, each on a line of its own. Throws [Problem.SqlRefused] with the place
  /// where it would leave them.
  static String of(String sql) {
    new EnclosedSelect(sql).check();
    return "(\n" + sql + "\n)";
  }

  private void check() {
    int depth = 0;
    while (at < sql.length()) {
      int start = at;
      char c = sql.charAt(at++);
      switch (c) {
        case '\'', '"' -> skipQuoted(String.valueOf(c), start);
        case '-' -> skipLineComment();
        case '/' -> skipComment(start);
        case '(' -> depth++;
        case ')' -> {
          if (--depth < 0) {
            throw refused("a parenthesis that closes nothing", start);
          }
        }
        case ';', '`', '$' -> throw refused("'" + c + "' is not accepted outside of quotes", start);
        default -> {}
      }
    }
    if (depth > 0) {
      throw refused("a parenthesis is not closed", sql.length());
    }
  }

  private void skipQuoted(String quote, int start) {
    skipPast(quote, start, "a quote that does not end");
    // Doubled, it goes on.
    while (sql.startsWith(quote, at)) {
      at++;
      skipPast(quote, start, "a quote that does not end");
    }
  }

  private void skipPast(String end, int start, String fault) {
    int found = sql.indexOf(end, at);
    if (found < 0) {
      throw refused(fault, start);
    }
    at = found + end.length();
  }

  private void skipLineComment() {
    if (sql.startsWith("-", at)) {
      while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
        at++;
      }
    }
  }

  private void skipComment(int start) {
    if (sql.startsWith("*", at)) {
      at++;
      skipPast("*/", start, "a comment that does not end");
    }
  }

  private ProblemException refused(String detail, int index) {
    String before = sql.substring(0, index);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = index - (before.lastIndexOf('\n') + 1) + 1;
    return new Problem.SqlRefused(detail, Optional.of(Place.position(line, column))).exception();
  }
}
