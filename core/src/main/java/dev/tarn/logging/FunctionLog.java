package dev.tarn.logging;

import java.io.OutputStream;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// Sends what the process logs through the JDK to one stream, as [JsonLines]. The JDK's own logging
/// starts several times as fast as the usual libraries, which a cold start of a function pays for.
public final class FunctionLog {
  private static final String KERNEL = "io.delta.kernel.";

  private FunctionLog() {}

  /// From here on, logs of `INFO` and above are written to `out`, a line at a time, and nowhere
  /// else; of Delta Kernel, which tells each step of each commit, only errors: what else is amiss
  /// it throws. For the whole process: a function's entry point calls it once.
  public static void start(String function, OutputStream out) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(handler(function, out));
  }

  /// Writes each record to `out` at once.
  static Handler handler(String function, OutputStream out) {
    Handler handler =
        new StreamHandler(out, new JsonLines(function)) {
          @Override
          public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
          }
        };
    handler.setFilter(FunctionLog::isTold);
    return handler;
  }

  private static boolean isTold(LogRecord record) {
    return record.getLevel().intValue() >= Level.SEVERE.intValue()
        || !Optional.ofNullable(record.getLoggerName()).orElse("").startsWith(KERNEL);
  }
}
