package dev.tarn.export.part;

import java.util.ArrayList;
import java.util.List;

/// A type of a SQL result, read from the engine's name for it, such as `STRUCT(a INTEGER, b
/// DECIMAL(18,3)[])`.
sealed interface TypeName {
  /// A type without others in it.
  ///
  /// @param arguments the numbers after its name, as of a decimal
  record Plain(String name, List<Integer> arguments) implements TypeName {}

  /// A list, or an array of fixed length.
  record ListOf(TypeName element) implements TypeName {}

  /// A map.
  record MapOf(TypeName key, TypeName value) implements TypeName {}

  /// A struct. One without names is [Plain].
  record Struct(List<Field> fields) implements TypeName {}

  /// A field of a struct.
  record Field(String name, TypeName type) {}

  /// The type that `text` names. What is not understood is a [Plain] type of that name.
  static TypeName parse(String text) {
    return new Parser(text).parse();
  }

  /// Reads one name.
  final class Parser {
    private final String text;
    private int at;

    private Parser(String text) {
      this.text = text;
    }

    TypeName parse() {
      try {
        TypeName type = type();
        return at == text.length() ? type : new Plain(text, List.of());
      } catch (IllegalArgumentException e) {
        // A kind of type that is not known here.
        return new Plain(text, List.of());
      }
    }

    private TypeName type() {
      TypeName type = base();
      while (peek('[')) {
        at = text.indexOf(']', at) + 1;
        if (at == 0) {
          throw new IllegalArgumentException(text);
        }
        type = new ListOf(type);
      }
      return type;
    }

    private TypeName base() {
      String name = words();
      if (!peek('(')) {
        return new Plain(name, List.of());
      }
      at++;
      return switch (name) {
        case "STRUCT" -> new Struct(fields());
        case "MAP" -> {
          TypeName key = type();
          expect(',');
          TypeName value = type();
          expect(')');
          yield new MapOf(key, value);
        }
        case "DECIMAL", "NUMERIC" -> new Plain("DECIMAL", numbers());
        default -> throw new IllegalArgumentException(text);
      };
    }

    private List<Field> fields() {
      List<Field> fields = new ArrayList<>();
      do {
        skipSpace();
        String name = peek('"') ? quoted() : word();
        fields.add(new Field(name, type()));
      } while (next(','));
      expect(')');
      return fields;
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

    private String quoted() {
      StringBuilder name = new StringBuilder();
      for (at++; at < text.length(); at++) {
        if (text.charAt(at) != '"') {
          name.append(text.charAt(at));
        } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
          name.append('"');
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
}
