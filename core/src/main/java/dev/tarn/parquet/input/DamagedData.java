package dev.tarn.parquet.input;

/// Bytes are not what a Parquet file has there. It carries no stack trace, as it is an answer
/// rather than a failure.
final class DamagedData extends Exception {
  private static final long serialVersionUID = 1L;

  /// `detail` says what is wrong.
  DamagedData(String detail) {
    super(detail, null, false, false);
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
