package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.BuildVersion;
import dev.tarn.local.backend.LakeLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final TestConsole console =
      new TestConsole(event ->
          TestConsole.answer(
              200, "application/json", "{\"columns\": [], \"rows\": [], \"stats\": {}}"));

  @Test
  void helpNamesTheCommands() {
    assertThat(console.run("--help")).isZero();
    assertThat(console.out()).contains("demo", "up", "query", "ingest", "Start with 'tarn demo'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "up", "query", "ingest", "upload"})
  void everyCommandHasHelp(String command) {
    assertThat(console.run(command, "--help")).isZero();
    assertThat(console.out()).contains("Usage: tarn " + command);
    assertThat(console.events()).isEmpty();
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(console.run("--version")).isZero();
    assertThat(console.out().strip()).isEqualTo("tarn " + BuildVersion.current().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "zzzz", "up --port x", "query", "ingest a", "query --format xml SELECT"})
  void whatIsNotUnderstoodEndsWith2(String arguments) {
    assertThat(console.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
        .isEqualTo(2);
    assertThat(console.err()).contains("Usage: tarn");
  }

  @Test
  void theDefaultLakeIsBelowTheWorkingDirectory() {
    assertThat(console.run("query", "SELECT 1", "--lake", ".tarn/lake")).isZero();
    assertThat(console.lakes())
        .containsExactly(new LakeLocation.Directory(Path.of(".tarn", "lake")));
  }

  @Test
  void aStoreMayBeABucketAndAPrefixOfAnyServer() {
    assertThat(
            console.run(
                "query",
                "SELECT 1",
                "--store",
                "s3://lake/a/b/",
                "--endpoint",
                "http://127.0.0.1:9000",
                "--region",
                "eu-west-1"))
        .isZero();
    assertThat(console.lakes())
        .containsExactly(
            new LakeLocation.Bucket(
                "lake", "a/b", Optional.of(URI.create("http://127.0.0.1:9000")), "eu-west-1"));
  }

  @Test
  void aStoreMayBeAWholeBucketOfAws() {
    assertThat(console.run("query", "SELECT 1", "--store", "s3://lake")).isZero();
    assertThat(console.lakes())
        .containsExactly(new LakeLocation.Bucket("lake", "", Optional.empty(), "us-east-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--lake a --store s3://b",
        "--store b",
        "--store s3://",
        "--lake x --url http://127.0.0.1:1",
        "--url ftp://127.0.0.1"
      })
  void optionsThatContradictEachOtherAreRefused(String options) {
    assertThat(console.run(("query SELECT " + options).split(" "))).isEqualTo(1);
    assertThat(console.err()).startsWith("tarn: ").contains("--");
    assertThat(console.lakes()).isEmpty();
  }

  @Test
  void aLakeThatIsAFileIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(console.run("query", "SELECT 1", "--lake", file.toString())).isEqualTo(1);
    assertThat(console.err()).contains(file + " is not a directory");
  }

  @Test
  void aPortInUseIsNamedAndTheWayOutToo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(console.run("up", "--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(console.err())
          .contains("port " + taken.getLocalPort() + " of 127.0.0.1")
          .contains("--port 0");
    }
  }

  @Test
  void throttlesThatCannotBeReadAreNamedAndNothingIsServed(@TempDir Path directory)
      throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong.json"), "{\"query\": 5}");
    for (Path file : List.of(wrong, directory.resolve("missing.json"))) {
      assertThat(console.run("up", "--port", "0", "--throttles", file.toString())).isEqualTo(1);
      assertThat(console.err()).contains("--throttles " + file);
    }
    assertThat(console.err()).contains("a throttle is");
    assertThat(console.lakes()).isEmpty();
  }

  @Test
  void aHostThatIsNoAddressIsNamed() {
    assertThat(console.run("up", "--port", "0", "--host", "no.such.host.invalid")).isEqualTo(1);
    assertThat(console.err()).contains("--host no.such.host.invalid");
  }

  @Test
  void aDemoWhoseAnswersAreWrongEndsWith1AndTellsWhich() {
    assertThat(console.run("demo", "--exit", "--port", "0")).isEqualTo(1);
    assertThat(console.out())
        .contains("checks failed")
        .contains("expected: batch 1 is accepted whole");
  }
}
