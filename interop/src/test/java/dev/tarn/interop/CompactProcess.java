package dev.tarn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compacts a lake's datasets, each time in a process of its own, by a small program that is
/// compiled against Tarn's own libraries.
final class CompactProcess {
  private static final int KILLED = 137;

  private final Path lake;
  private final Path scratch;
  private final String classPath;

  /// Compiles the program into a jar in `scratch`, where it fetches and merges too.
  CompactProcess(Path lake, Path scratch) throws IOException {
    this.lake = lake;
    this.scratch = scratch;
    String libraries;
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("tarn.lib")))) {
      libraries = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
    Path classes = Files.createDirectory(scratch.resolve("classes"));
    run(
        "javac",
        "-proc:none",
        "-cp",
        libraries,
        "-d",
        classes.toString(),
        Path.of("src", "test", "programs", "Compact.java").toString());
    // Classes that lie in a directory are in no archive of classes.
    Path program = scratch.resolve("compact.jar");
    run("jar", "--create", "--file", program.toString(), "-C", classes.toString(), ".");
    classPath = program + File.pathSeparator + libraries;
  }

  private static void run(String tool, String... arguments) {
    assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments))
        .isZero();
  }

  /// Compacts the dataset, and gives what the program prints.
  String compact(String dataset) throws IOException, InterruptedException {
    Process process = start(dataset, "end");
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.strip();
  }

  /// Compacts the dataset, and ends the process at `stage`.
  void kill(String dataset, String stage) throws IOException, InterruptedException {
    Process process = start(dataset, stage);
    var _ = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("killed at %s", stage).isEqualTo(KILLED);
  }

  private Process start(String dataset, String stage) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // What the first process that ends by itself leaves has the others start sooner.
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + scratch.resolve("compact.jsa"),
            "-Xlog:cds*=off",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            "Compact",
            lake.toString(),
            scratch.resolve("work").toString(),
            dataset,
            stage)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
