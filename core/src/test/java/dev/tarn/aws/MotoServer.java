package dev.tarn.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The server of moto, an independent imitation of AWS's services, in a process of its own.
public final class MotoServer implements AutoCloseable {
  private static final String NAME = "moto_server";
  private static final String RUNNING = "Running on ";

  private final Process process;
  private final URI endpoint;

  private MotoServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Starts it, on a port of its own, if this machine has it; if not the test is skipped.
  public static MotoServer start() throws IOException {
    assumeTrue(isOnPath(), NAME + " is not on the PATH; this test needs moto, with its server");
    Process process =
        new ProcessBuilder(NAME, "-H", "127.0.0.1", "-p", "0").redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    // Left open: the server writes a line for each request, into a pipe that must stay.
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      int at = line.indexOf(RUNNING);
      if (at >= 0) {
        Thread.startVirtualThread(() -> drain(lines));
        return new MotoServer(process, URI.create(line.substring(at + RUNNING.length()).strip()));
      }
    }
    throw new IOException(NAME + " ended: " + said);
  }

  /// Where it is.
  public URI endpoint() {
    return endpoint;
  }

  private static void drain(BufferedReader lines) {
    // It ends when the server does.
    lines.lines().forEach(_ -> {});
  }

  private static boolean isOnPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, NAME)));
  }

  @Override
  public void close() {
    // It has nothing to lose.
    var _ = process.destroyForcibly().onExit().join();
  }
}
