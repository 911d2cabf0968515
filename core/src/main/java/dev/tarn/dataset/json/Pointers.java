package dev.tarn.dataset.json;

/// JSON pointers (RFC 6901).
final class Pointers {
  private Pointers() {}

  /// `name` as one reference token of a pointer.
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
