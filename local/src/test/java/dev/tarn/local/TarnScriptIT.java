package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the start script in a checkout that holds nothing but it, with a build that makes a program
/// which tells how it was started.
class TarnScriptIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final String PROGRAM =
      """
      package dev.tarn.local;

      public class Main {
        public static void main(String[] args) {
          System.out.println("at " + System.getProperty("user.dir"));
          System.out.println("java " + Runtime.version().feature());
          for (String arg : args) {
            System.out.println("<" + arg + ">");
          }
          System.exit(args.length > 0 && args[0].equals("fail") ? 7 : 0);
        }
      }
      """;
  private static final String BUILD =
      """
      #!/bin/sh
      set -e
      echo built >>"@DIRECTORY@/builds"
      if [ -f "@DIRECTORY@/broken" ]; then
        echo 'there is an error in Main.java' >&2
        exit 1
      fi
      mkdir -p local/target/classes local/target/tarn/lib
      "$JAVA_HOME/bin/javac" -d local/target/classes local/src/main/Main.java
      "$JAVA_HOME/bin/jar" --create --file local/target/tarn/lib/local.jar -C local/target/classes .
      """;

  @TempDir private Path directory;
  private Path checkout;
  private Path elsewhere;

  private record Ended(int code, String output) {}

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(directory.resolve("a check out"));
    elsewhere = Files.createDirectories(directory.resolve("else where"));
    Files.createDirectories(checkout.resolve("build"));
    Files.createDirectories(checkout.resolve("samples"));
    Files.createDirectories(checkout.resolve("function"));
    for (String module :
        List.of(
            "hadoop-shim",
            "core",
            "engine",
            "ingest-lambda",
            "query-lambda",
            "export-lambda",
            "local")) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.createFile(checkout.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(checkout.resolve("pom.xml"));
    executable("tarn", Files.readString(REPOSITORY.resolve("tarn")));
    executable("build/find-jdk", Files.readString(REPOSITORY.resolve("build/find-jdk")));
    executable("mvnw", BUILD.replace("@DIRECTORY@", directory.toString()));
    Files.writeString(program(), PROGRAM);
    age(checkout);
  }

  @Test
  void itBuildsAndRunsInTheCallersDirectory() throws Exception {
    Ended ended = tarn("query", "SELECT 'a  b' AS \"*\"");

    assertThat(ended.code).describedAs(ended.output).isZero();
    assertThat(ended.output)
        .contains("Building Tarn. The first time takes some minutes")
        .contains("at " + elsewhere.toRealPath())
        .contains("<query>\n<SELECT 'a  b' AS \"*\">");
  }

  @Test
  void itFindsAJdkThatIsNewEnough() throws Exception {
    Ended ended = ended(start("JAVA_HOME=/nonsense"));
    assertThat(ended.code).describedAs(ended.output).isZero();
    assertThat(Integer.parseInt(ended.output.replaceAll("(?s).*java (\\d+).*", "$1")))
        .isGreaterThanOrEqualTo(25);
  }

  @Test
  void theExitCodeIsThePrograms() throws Exception {
    assertThat(tarn("fail").code).isEqualTo(7);
  }

  @Test
  void whatIsBuiltIsNotBuiltAgainUntilASourceChanges() throws Exception {
    tarn();
    assertThat(tarn().output).doesNotContain("Building");
    assertThat(builds()).isEqualTo(1);

    Files.writeString(program(), PROGRAM.replace("at ", "now at "));
    Files.setLastModifiedTime(program(), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(tarn().output).contains("Building what has changed").contains("now at ");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFailedBuildIsShownAndTriedAgain() throws Exception {
    Path broken = Files.createFile(directory.resolve("broken"));
    Ended failed = tarn();
    assertThat(failed.code).isEqualTo(1);
    assertThat(failed.output)
        .contains("there is an error in Main.java")
        .contains("The build failed")
        .doesNotContain("at " + elsewhere);

    Files.delete(broken);
    assertThat(tarn().code).isZero();
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Process first = start();
    Process second = start();
    assertThat(ended(first).code).isZero();
    assertThat(ended(second).code).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(checkout.resolve("local/target/tarn.lock"));
    Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));

    assertThat(tarn().code).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void aLinkToItWorksToo() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("t"), checkout.resolve("tarn"));
    Ended ended =
        ended(
            new ProcessBuilder(link.toString())
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start());
    assertThat(ended.code).describedAs(ended.output).isZero();
  }

  private Ended tarn(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("tarn").toString()));
    command.addAll(List.of(arguments));
    return ended(
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectErrorStream(true)
            .start());
  }

  private Process start(String... environment) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(List.of(environment));
    command.add(checkout.resolve("tarn").toString());
    return new ProcessBuilder(command)
        .directory(elsewhere.toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static Ended ended(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end: " + output);
    }
    return new Ended(process.exitValue(), output);
  }

  private int builds() throws IOException {
    return Files.readAllLines(directory.resolve("builds")).size();
  }

  private Path program() {
    return checkout.resolve("local/src/main/Main.java");
  }

  private void executable(String name, String content) throws IOException {
    Path file = checkout.resolve(name);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Files of a checkout are older than what is built from them.
  private static void age(Path root) throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minusSeconds(86_400));
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, yesterday);
      }
    }
  }
}
