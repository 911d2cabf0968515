package dev.tarn.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// Writes names and strings as SQL that means exactly them.
final class SqlQuoting {
  private SqlQuoting() {}

  /// `name` as an identifier.
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// The dotted `path` as one reference to a column or a field within one.
  static String path(String path) {
    return Arrays.stream(path.split("\\.", -1))
        .map(SqlQuoting::identifier)
        .collect(Collectors.joining("."));
  }

  /// `text` as a string literal. NUL characters cannot be part of SQL text.
  static String string(String text) {
    if (text.indexOf('\0') >= 0) {
      return Arrays.stream(text.split("\0", -1))
          .map(SqlQuoting::string)
          .collect(Collectors.joining(" || chr(0) || ", "(", ")"));
    }
    return "'" + text.replace("'", "''") + "'";
  }

  /// `texts` as a list of string literals.
  static String strings(Collection<String> texts) {
    return texts.stream().map(SqlQuoting::string).collect(Collectors.joining(", ", "[", "]"));
  }
}
