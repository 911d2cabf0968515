package dev.tarn.engine;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The text of a statement, before any parser sees it.
///
/// The engine's parser takes time that grows with the cube of how deep brackets are nested, and
/// cannot be interrupted, so text that is too long or too deeply nested is not shown to it.
final class SqlText {
  /// The longest statement, in bytes of UTF-8.
  static final int MAX_BYTES = 64 << 10;

  /// How deep brackets may be nested.
  static final int MAX_NESTING = 60;

  private SqlText() {}

  /// Throws [Problem.SqlRefused] unless `sql` may be parsed.
  static void check(String sql) {
    int bytes = sql.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new Problem.SqlRefused(
              "the statement has %d bytes; %d are accepted".formatted(bytes, MAX_BYTES))
          .exception();
    }
    int nul = sql.indexOf('\0');
    if (nul >= 0) {
      throw refused("the statement holds a NUL character", sql, nul);
    }
    checkNesting(sql);
  }

  private static void checkNesting(String sql) {
    int depth = 0;
    int at = 0;
    while (at < sql.length()) {
      int end = endOfQuoted(sql, at);
      if (end > at) {
        at = end;
        continue;
      }
      switch (sql.charAt(at)) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth = Math.max(0, depth - 1);
        case '$' -> throw refused("'$' is not accepted; placeholders are written '?'", sql, at);
        default -> {}
      }
      if (depth > MAX_NESTING) {
        throw refused("brackets are nested more than %d deep".formatted(MAX_NESTING), sql, at);
      }
      at++;
    }
  }

  /// Where the quoted text or comment that starts at `at` ends, or `at` if none starts there.
  private static int endOfQuoted(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'') {
      return endOfString(sql, at, hasEscapes(sql, at));
    }
    if (c == '"') {
      int end = sql.indexOf('"', at + 1);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("--", at)) {
      return endOfLine(sql, at);
    }
    if (sql.startsWith("/*", at)) {
      return endOfComment(sql, at);
    }
    return at;
  }

  private static int endOfString(String sql, int at, boolean escapes) {
    for (int i = at + 1; i < sql.length(); i++) {
      if (escapes && sql.charAt(i) == '\\') {
        i++;
      } else if (sql.charAt(i) == '\'') {
        return i + 1;
      }
    }
    return sql.length();
  }

  /// Whether the quote at `at` starts an `E'…'`, in which a backslash escapes.
  private static boolean hasEscapes(String sql, int at) {
    boolean prefixed = at > 0 && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E');
    return prefixed && (at == 1 || !isNamePart(sql.charAt(at - 2)));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
  }

  private static int endOfLine(String sql, int at) {
    int end = sql.indexOf('\n', at);
    int last = end < 0 ? sql.length() : end;
    int bare = sql.indexOf('\r', at);
    if (bare >= 0 && bare < last - 1) {
      throw refused("a comment holds a bare carriage return", sql, bare);
    }
    return last;
  }

  /// Comments nest.
  private static int endOfComment(String sql, int at) {
    int depth = 0;
    for (int i = at; i < sql.length() - 1; i++) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (sql.startsWith("*/", i)) {
        depth--;
        i++;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return sql.length();
  }

  private static ProblemException refused(String detail, String sql, int index) {
    return new Problem.SqlRefused(detail, Optional.of(placeOf(sql, index))).exception();
  }

  /// The line and column of the byte at `offset` of the text in UTF-8, if there is one.
  static Optional<Place> place(String sql, long offset) {
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    if (offset < 0 || offset > bytes.length) {
      return Optional.empty();
    }
    String before = new String(bytes, 0, (int) offset, StandardCharsets.UTF_8);
    return Optional.of(placeOf(sql, Math.min(before.length(), sql.length())));
  }

  private static Place placeOf(String sql, int index) {
    String before = sql.substring(0, index);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    String start = before.substring(before.lastIndexOf('\n') + 1);
    return Place.position(line, 1 + start.codePointCount(0, start.length()));
  }
}
