package dev.tarn.aws.athena;

/// A word of a statement.
///
/// @param kind what it is
/// @param text as it stands there
/// @param start index of its first character
public record SqlToken(Kind kind, String text, int start) {
  /// What a word can be.
  public enum Kind {
    /// A keyword or a name without quotes.
    WORD,
    /// A name in double quotes.
    QUOTED_NAME,
    /// A string in single quotes.
    STRING,
    /// Any other character.
    SIGN
  }

  /// The index after its last character.
  public int end() {
    return start + text.length();
  }

  /// Whether it is that keyword, in any case.
  public boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /// Whether it is that character.
  public boolean isSign(char sign) {
    return kind == Kind.SIGN && text.charAt(0) == sign;
  }

  /// The name that it is, without quotes; anything else is empty.
  public String name() {
    return switch (kind) {
      case WORD -> text;
      case QUOTED_NAME -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
      case STRING, SIGN -> "";
    };
  }
}
