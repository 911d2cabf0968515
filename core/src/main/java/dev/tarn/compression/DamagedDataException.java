package dev.tarn.compression;

/// Bytes are not what their compression makes. The message says what is wrong, in words fit for
/// whoever sent them. It carries no stack trace, as it is an answer rather than a failure.
public final class DamagedDataException extends Exception {
  private static final long serialVersionUID = 1L;

  /// `detail` is the rest of a sentence about the bytes.
  DamagedDataException(String detail) {
    super(detail, null, false, false);
  }

  /// What is wrong, as the rest of a sentence about the bytes, such as "end within a block".
  public String detail() {
    return String.valueOf(getMessage());
  }
}
