package dev.tarn.compression;

import java.io.IOException;

/// What is read is not what its compression makes, from here on. The message says what is wrong, in
/// words fit for whoever sent it; it is an answer rather than a failure.
public final class DamagedStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  /// `detail` is the rest of a sentence about the bytes.
  DamagedStreamException(String detail) {
    super(detail);
  }

  /// What is wrong and where, as the rest of a sentence about the bytes, such as "end too early, at
  /// byte 17".
  public String detail() {
    return String.valueOf(getMessage());
  }
}
