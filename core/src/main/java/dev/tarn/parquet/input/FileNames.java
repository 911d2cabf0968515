package dev.tarn.parquet.input;

/// Names that a file gives, for messages.
final class FileNames {
  private static final int SHOWN = 100;

  private FileNames() {}

  /// `name`, shortened and without control characters.
  static String shown(String name) {
    String start = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    StringBuilder shown = new StringBuilder(start.length());
    start
        .codePoints()
        .map(c ->
            Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\ufffd' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
