package dev.tarn.parquet;

import java.util.Optional;

/// Bounds of strings, short enough to be kept with a file. Strings are ordered by code point, as
/// their UTF-8 is by unsigned byte.
final class TextBound {
  /// How many code points a bound has at most.
  static final int LONGEST = 32;

  private TextBound() {}

  /// The greatest string of [#LONGEST] code points that is no greater than `text`: its beginning.
  static String least(String text) {
    return text.substring(0, cut(text));
  }

  /// A string of [#LONGEST] code points that is no less than `text`, and than all that begin like
  /// it: its beginning, the last code point that has a next one stepped up to that, and those after
  /// it dropped. Empty where none of them has.
  static Optional<String> greatest(String text) {
    int end = cut(text);
    if (end == text.length()) {
      return Optional.of(text);
    }
    while (end > 0) {
      int last = text.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        return Optional.of(text.substring(0, end) + Character.toString(next(last)));
      }
    }
    return Optional.empty();
  }

  private static int next(int codePoint) {
    int next = codePoint + 1;
    return next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
  }

  private static int cut(String text) {
    boolean fits = text.codePointCount(0, text.length()) <= LONGEST;
    return fits ? text.length() : text.offsetByCodePoints(0, LONGEST);
  }
}
