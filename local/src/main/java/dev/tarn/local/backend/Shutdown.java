package dev.tarn.local.backend;

import dev.tarn.local.terminal.Terminal;

/// Stops a backend cleanly when the process is asked to end (SIGTERM, or SIGINT by Ctrl-C):
/// requests in flight are answered, and the process ends with 0, or with 1 if some had to be cut
/// off. Closing this takes that back.
public final class Shutdown implements AutoCloseable {
  private final Thread hook;

  private Shutdown(Thread hook) {
    this.hook = hook;
  }

  /// From now on `backend` is stopped when the process is asked to end, which `terminal` is told.
  public static Shutdown of(Backend backend, Terminal terminal) {
    Thread hook = new Thread(() -> stop(backend, terminal), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Shutdown(hook);
  }

  /// The JVM would end with 128 and the signal's number, as if it had been killed.
  private static void stop(Backend backend, Terminal terminal) {
    int cutOff = backend.stop();
    terminal.line(cutOff == 0 ? "Stopped." : "Stopped; " + cutOff + " requests were cut off.");
    Runtime.getRuntime().halt(cutOff == 0 ? 0 : 1);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook with it.
    }
  }
}
