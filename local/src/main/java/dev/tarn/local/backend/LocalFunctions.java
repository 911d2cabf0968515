package dev.tarn.local.backend;

import dev.tarn.local.terminal.UserFailure;

/// The functions as AWS runs them, over a lake of this machine's choice.
public final class LocalFunctions {
  private LocalFunctions() {}

  /// Opens them with what this machine has to give.
  public static FunctionOpener standard() {
    return lake -> {
      throw new UserFailure("not wired yet");
    };
  }
}
