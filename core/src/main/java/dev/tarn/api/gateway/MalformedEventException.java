package dev.tarn.api.gateway;

/// A function was invoked with something else than the event it serves.
public final class MalformedEventException extends RuntimeException {
  MalformedEventException(String message) {
    super(message);
  }

  MalformedEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
