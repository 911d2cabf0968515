package dev.tarn.dataset;

/// Values of any length, cut to what a message may repeat.
final class Excerpt {
  private static final int MAX_CHARACTERS = 100;

  private Excerpt() {}

  /// The beginning of `value` as text.
  static String of(Object value) {
    String text = value.toString();
    return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS)) + "…";
  }
}
