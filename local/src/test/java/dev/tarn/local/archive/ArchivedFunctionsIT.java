package dev.tarn.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each function's own tests, in a JVM that has the function and its libraries from the archive
/// alone, and DuckDB's library where Lambda finds it.
final class ArchivedFunctionsIT {
  static final List<String> FUNCTIONS = FunctionArchive.FUNCTIONS;

  /// What the tests need and no function has.
  private static final List<String> TEST_LIBRARIES =
      List.of(
          "junit-",
          "opentest4j-",
          "open-test-reporting-",
          "apiguardian-",
          "assertj-",
          "mockito-",
          "byte-buddy-",
          "objenesis-");

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("FUNCTIONS")
  void passesItsTestsOnWhatIsInItsArchive(String function) throws Exception {
    assumeTrue(Platform.host().isPresent(), "DuckDB has no library for this platform");
    FunctionArchive archive = new FunctionArchive(function, Platform.host().orElseThrow());
    archive.unpackTo(directory);
    Path tests = archive.module().resolve("target/test-classes");
    String agent =
        testLibraries().filter(j -> j.contains("mockito-core-")).findFirst().orElseThrow();
    Path output = directory.resolve("output.txt");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + agent,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.library.path=" + directory.resolve("lib"),
                "-cp",
                classPath(tests),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--scan-class-path=" + tests,
                "--fail-if-no-tests",
                "--details=summary",
                "--disable-banner")
            .directory(archive.module().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    try {
      assertThat(process.waitFor(PATIENCE)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("0 tests skipped", "0 tests aborted", "0 tests failed");
  }

  private String classPath(Path tests) throws IOException {
    try (Stream<Path> libraries = Files.list(directory.resolve("lib"))) {
      return Stream.of(
              Stream.of(tests.toString()),
              libraries.map(Path::toString).filter(l -> l.endsWith(".jar")).sorted(),
              testLibraries())
          .flatMap(s -> s)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static Stream<String> testLibraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            p -> TEST_LIBRARIES.stream().anyMatch(Path.of(p).getFileName().toString()::startsWith));
  }
}
