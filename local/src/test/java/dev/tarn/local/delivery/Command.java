package dev.tarn.local.delivery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A command of the repository, run from its root in a process of its own.
final class Command {
  /// Where the repository is.
  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private Command() {}

  /// How a command ended. `signal` is its exit code where that is above 128.
  record Ended(int code, String output, String errors) {
    String all() {
      return output + errors;
    }
  }

  /// A command that runs.
  record Running(Process process, Path output, Path errors) {
    Ended await() throws IOException, InterruptedException {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(
            "it does not end: " + Files.readString(output) + Files.readString(errors));
      }
      return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
  }

  /// Skips the test, and says why, where one of `tools` is not on the PATH.
  static void assumeOnPath(String... tools) {
    for (String tool : tools) {
      assumeTrue(isOnPath(tool), tool + " is not on the PATH; this test needs it");
    }
  }

  static boolean isOnPath(String tool) {
    return find(tool).isPresent();
  }

  /// Where `tool` is, as the PATH has it.
  static Optional<Path> find(String tool) {
    return Arrays.stream(path().split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String path() {
    return Optional.ofNullable(System.getenv("PATH")).orElse("");
  }

  /// Runs `command`, with what is in `first` found before what is on the PATH.
  static Running start(
      Path scratch, Optional<Path> first, Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = Files.createTempFile(scratch, "output", ".txt");
    Path errors = Files.createTempFile(scratch, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(REPOSITORY.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    first.ifPresent(
        directory -> builder.environment().put("PATH", directory + File.pathSeparator + path()));
    builder.environment().putAll(environment);
    return new Running(builder.start(), output, errors);
  }

  /// Runs `command` to its end.
  static Ended run(Path scratch, String... command) throws IOException, InterruptedException {
    return start(scratch, Optional.empty(), Map.of(), new ArrayList<>(List.of(command))).await();
  }
}
