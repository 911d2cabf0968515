package dev.tarn.local.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Reads what a process writes, line by line.
final class ProcessOutput {
  /// The largest event of CloudWatch Logs.
  private static final int LONGEST_LINE = 256 * 1024;

  private ProcessOutput() {}

  /// Hands each line to `log` until the stream ends, on a thread of its own.
  static Thread follow(InputStream stream, LogLine.Source source, Consumer<LogLine> log) {
    return Thread.ofVirtual()
        .start(() -> {
          try (InputStream in = new BufferedInputStream(stream)) {
            read(in, line -> log.accept(new LogLine(source, line)));
          } catch (IOException e) {
            // The process is gone, and with it the rest of its line.
          }
        });
  }

  private static void read(InputStream in, Consumer<String> lines) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        lines.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (line.size() < LONGEST_LINE) {
        line.write(b);
      }
    }
    if (line.size() > 0) {
      lines.accept(line.toString(StandardCharsets.UTF_8));
    }
  }
}
