package dev.tarn.record;

/// Bytes are no values of the schema that they were written by.
final class DamagedBlock extends Exception {
  private static final long serialVersionUID = 1L;

  /// `detail` says what is wrong.
  DamagedBlock(String detail) {
    super(detail, null, false, false);
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
