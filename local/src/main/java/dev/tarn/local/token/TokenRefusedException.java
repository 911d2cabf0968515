package dev.tarn.local.token;

/// A token that is not accepted. Its message says why, for whoever sent it.
public final class TokenRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  TokenRefusedException(String message) {
    super(message);
  }

  TokenRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
