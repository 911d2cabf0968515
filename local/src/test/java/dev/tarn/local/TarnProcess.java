package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tarn's command line in a process of its own, run from the jars that the build has put together.
final class TarnProcess implements AutoCloseable {
  static final Path LIBRARY = Path.of("target", "tarn", "lib").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final Thread reader;

  private TarnProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /// Starts `tarn` with `arguments` in `directory`.
  static TarnProcess start(Path directory, String... arguments) throws IOException {
    return start(directory, Map.of(), arguments);
  }

  /// Starts `tarn` with `environment` besides this process's own.
  static TarnProcess start(Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    if (!Files.isDirectory(LIBRARY)) {
      throw new IllegalStateException(LIBRARY + " is made by the package phase");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                LIBRARY + "/*",
                "dev.tarn.local.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new TarnProcess(builder.start());
  }

  private void read() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String line;
      while ((line = out.readLine()) != null) {
        synchronized (lines) {
          lines.add(line);
        }
        unread.add(line);
      }
    } catch (IOException e) {
      unread.add("cannot be read: " + e);
    }
  }

  /// The first group of `pattern` in the next line that it is found in.
  String await(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    while (true) {
      String line = unread.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("'" + pattern + "' did not come:\n" + output());
      }
      Matcher matcher = wanted.matcher(line);
      if (matcher.find()) {
        return matcher.groupCount() > 0 ? matcher.group(1) : line;
      }
    }
  }

  /// Asks the process to end, as `kill` does; its output can still be read, unlike after
  /// [Process#destroy].
  void terminate() {
    process.toHandle().destroy();
  }

  /// Waits for the end of the process, and answers its exit code.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE)) {
      throw new AssertionError("it does not end:\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /// Whether the process has not ended.
  boolean isAlive() {
    return process.isAlive();
  }

  /// The processes that it has started and that run.
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /// All that it wrote so far.
  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
