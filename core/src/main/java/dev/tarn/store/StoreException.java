package dev.tarn.store;

/// A store failed, or did not answer within its attempts. Whether a put took effect is then
/// unknown.
public class StoreException extends RuntimeException {
  /// `message` names the operation and the key.
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /// `message` names the operation and the key.
  public StoreException(String message) {
    super(message);
  }
}
