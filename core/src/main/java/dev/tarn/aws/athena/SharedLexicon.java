package dev.tarn.aws.athena;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Cuts SQL into words, and refuses whatever DuckDB's lexer (PostgreSQL's) and Athena's (Trino's)
/// cut otherwise. A statement is accepted by what DuckDB sees in it; if Athena saw anything else,
/// it could be made to read what was not accepted. Comments are not words.
public final class SharedLexicon {
  private final String sql;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SharedLexicon(String sql) {
    this.sql = sql;
  }

  /// The words of `sql`, whose parentheses match. Throws [Problem.SqlRefused] with the place of
  /// what is not read alike.
  public static List<SqlToken> tokens(String sql) {
    SharedLexicon lexicon = new SharedLexicon(sql);
    lexicon.read();
    return lexicon.tokens;
  }

  /// Refuses `tokens` of `sql` that name what is in the catalog, which clients do not, however
  /// DuckDB reads them: a database of `place` or the one that describes all.
  public static void refuseQualified(String sql, List<SqlToken> tokens, AthenaPlace place) {
    Set<String> owners =
        Set.of(lower(place.catalog()), lower(place.database()), "information_schema");
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i + 1).isSign('.') && owners.contains(lower(tokens.get(i).name()))) {
        throw refused(
            sql,
            "'" + tokens.get(i).name() + "' before a dot is not accepted for Athena",
            tokens.get(i).start());
      }
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void read() {
    int depth = 0;
    while (at < sql.length()) {
      int start = at;
      char c = sql.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> {}
        case '\'' -> quoted(SqlToken.Kind.STRING, c, start);
        case '"' -> quoted(SqlToken.Kind.QUOTED_NAME, c, start);
        case '(' -> {
          depth++;
          add(SqlToken.Kind.SIGN, start);
        }
        case ')' -> {
          if (--depth < 0) {
            throw refused("a parenthesis that closes nothing", start);
          }
          add(SqlToken.Kind.SIGN, start);
        }
        case '-' -> {
          if (sql.startsWith("-", at)) {
            skipLine();
          } else {
            add(SqlToken.Kind.SIGN, start);
          }
        }
        case '/' -> {
          if (sql.startsWith("*", at)) {
            skipComment(start);
          } else {
            add(SqlToken.Kind.SIGN, start);
          }
        }
        case '`', '$', '\\' -> throw refused("'" + c + "' outside of quotes", start);
        default -> other(c, start);
      }
    }
    if (depth > 0) {
      throw refused("a parenthesis is not closed", sql.length());
    }
  }

  private void other(char c, int start) {
    if (isWordPart(c)) {
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
      add(SqlToken.Kind.WORD, start);
    } else if (c > ' ' && c < 0x7f) {
      add(SqlToken.Kind.SIGN, start);
    } else {
      throw refused(
          "a character outside of ASCII, or a control character, outside of quotes", start);
    }
  }

  private static boolean isWordPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private void quoted(SqlToken.Kind kind, char quote, int start) {
    boolean prefixed =
        start > 0 && (isWordPart(sql.charAt(start - 1)) || sql.charAt(start - 1) == '&');
    if (prefixed) {
      throw refused("a quote right after a letter, a digit or '&'; put a space between", start);
    }
    skipPast(quote, start);
    // Doubled, it goes on.
    while (at < sql.length() && sql.charAt(at) == quote) {
      at++;
      skipPast(quote, start);
    }
    add(kind, start);
  }

  private void skipPast(char quote, int start) {
    int end = sql.indexOf(quote, at);
    if (end < 0) {
      throw refused("a quote that does not end", start);
    }
    at = end + 1;
  }

  private void skipLine() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
  }

  private void skipComment(int start) {
    int end = sql.indexOf("*/", at + 1);
    if (end < 0) {
      throw refused("a comment that does not end", start);
    }
    int inner = sql.indexOf("/*", at);
    if (inner >= 0 && inner < end) {
      throw refused("a comment in a comment", inner);
    }
    at = end + 2;
  }

  private void add(SqlToken.Kind kind, int start) {
    tokens.add(new SqlToken(kind, sql.substring(start, at), start));
  }

  private ProblemException refused(String what, int index) {
    return refused(sql, what + " is not accepted for Athena", index);
  }

  /// The refusal of what stands at `index` of `sql`.
  public static ProblemException refused(String sql, String detail, int index) {
    String before = sql.substring(0, index);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = index - (before.lastIndexOf('\n') + 1) + 1;
    return new Problem.SqlRefused(detail, Optional.of(Place.position(line, column))).exception();
  }
}
