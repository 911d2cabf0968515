package dev.tarn.record;

/// A stretch of a body is no JSON.
final class Unparsable extends Exception {
  private final int offset;
  private final String detail;

  /// What is wrong shows at `offset` in the body.
  Unparsable(int offset, String detail) {
    super(detail, null, false, false);
    this.offset = offset;
    this.detail = detail;
  }

  int offset() {
    return offset;
  }

  String detail() {
    return detail;
  }
}
