package dev.tarn.dataset.json;

import java.util.regex.Pattern;

/// Parsers' messages, made fit to be answered.
final class Messages {
  private static final int MAX_LENGTH = 300;

  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:org|com|java|javax|dev)(?:\\.[a-zA-Z_$][\\w$]*){2,}:?\\s*");

  /// What Jackson says about its own settings and sources.
  private static final Pattern PARSER_ASIDE =
      Pattern.compile(
          " ?\\(start marker at \\[[^\\]]*\\]\\)"
              + "|(?:, from|: enable) `[^`]*`(?: to allow)?"
              + "| ?\\(not recognized as one since Feature '\\w+' not enabled for parser\\)");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Messages() {}

  /// `message` on one line, without class names, and not longer than a detail should be.
  static String brief(String message) {
    String bare = CLASS_NAME.matcher(PARSER_ASIDE.matcher(message).replaceAll("")).replaceAll("");
    String line = SPACE.matcher(bare).replaceAll(" ").strip();
    return line.length() <= MAX_LENGTH ? line : cut(line) + "…";
  }

  private static String cut(String line) {
    int end = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return line.substring(0, end);
  }
}
