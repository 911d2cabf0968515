package dev.tarn.local.terminal;

/// A command cannot do what it was asked to, for a reason that its user can do something about.
public class UserFailure extends RuntimeException {
  /// `message` says what is wrong and what would be right.
  public UserFailure(String message) {
    super(message);
  }

  /// `message` says what is wrong and what would be right.
  public UserFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
