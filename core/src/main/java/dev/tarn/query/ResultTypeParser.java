package dev.tarn.query;

import dev.tarn.query.ResultType.Field;
import dev.tarn.query.ResultType.ListOf;
import dev.tarn.query.ResultType.MapOf;
import dev.tarn.query.ResultType.Plain;
import dev.tarn.query.ResultType.Struct;
import java.util.ArrayList;
import java.util.List;

/// Reads the engine's name of a type.
final class ResultTypeParser {
  private final String text;
  private int at;

  ResultTypeParser(String text) {
    this.text = text;
  }

  ResultType parse() {
    try {
      ResultType type = type();
      return at == text.length() ? type : new Plain(text, List.of());
    } catch (IllegalArgumentException e) {
      // A kind of type that is not known here.
      return new Plain(text, List.of());
    }
  }

  private ResultType type() {
    ResultType type = base();
    while (peek('[')) {
      at = text.indexOf(']', at) + 1;
      if (at == 0) {
        throw new IllegalArgumentException(text);
      }
      type = new ListOf(type);
    }
    return type;
  }

  private ResultType base() {
    String name = words();
    if (!peek('(')) {
      return new Plain(name, List.of());
    }
    at++;
    return switch (name) {
      case "STRUCT" -> new Struct(fields());
      case "MAP" -> {
        ResultType key = type();
        expect(',');
        ResultType value = type();
        expect(')');
        yield new MapOf(key, value);
      }
      case "DECIMAL", "NUMERIC" -> new Plain("DECIMAL", numbers());
      case "ENUM" -> {
        skipSymbols();
        yield new Plain("ENUM", List.of());
      }
      default -> throw new IllegalArgumentException(text);
    };
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    do {
      skipSpace();
      String name = peek('"') ? quoted('"') : word();
      fields.add(new Field(name, type()));
    } while (next(','));
    expect(')');
    return fields;
  }

  private void skipSymbols() {
    do {
      skipSpace();
      var _ = quoted('\'');
    } while (next(','));
    expect(')');
  }

  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    do {
      numbers.add(Integer.valueOf(word()));
    } while (next(','));
    expect(')');
    return numbers;
  }

  /// The words of a name like `TIMESTAMP WITH TIME ZONE`.
  private String words() {
    StringBuilder words = new StringBuilder(word());
    while (at < text.length() && text.charAt(at) == ' ') {
      words.append(' ').append(word());
    }
    return words.toString();
  }

  private String word() {
    skipSpace();
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (from == at) {
      throw new IllegalArgumentException(text);
    }
    return text.substring(from, at);
  }

  private String quoted(char quote) {
    expect(quote);
    StringBuilder name = new StringBuilder();
    for (; at < text.length(); at++) {
      if (text.charAt(at) != quote) {
        name.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        name.append(quote);
        at++;
      } else {
        at++;
        return name.toString();
      }
    }
    throw new IllegalArgumentException(text);
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean next(char c) {
    skipSpace();
    if (!peek(c)) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (!next(c)) {
      throw new IllegalArgumentException(text);
    }
  }

  private void skipSpace() {
    while (peek(' ')) {
      at++;
    }
  }
}
