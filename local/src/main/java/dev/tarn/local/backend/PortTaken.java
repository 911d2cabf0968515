package dev.tarn.local.backend;

import dev.tarn.local.terminal.UserFailure;

/// The port that a command was to serve at cannot be had.
public final class PortTaken extends UserFailure {
  PortTaken(String message, Throwable cause) {
    super(message, cause);
  }
}
