package dev.tarn.local.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `infra/restore` removes the delete markers that it should, in an order in which no reader meets
/// an entry of a log whose files are not there. A script stands in for the AWS command line.
@DisabledOnOs(OS.WINDOWS)
class RestoreScriptTest {
  private static final String LOG = "tables/r/_delta_log/";
  private static final String FILE = "tables/r/event_date=2026-11-20/";

  /// Answers the two listings from files, and notes what is deleted.
  private static final String AWS =
      """
      #!/bin/sh
      case "$*" in
        *list-object-versions*DeleteMarkers*) cat "$FAKE/markers" ;;
        *list-object-versions*Versions*) cat "$FAKE/versions" ;;
        *delete-object*) echo "$@" >>"$FAKE/deleted" ;;
        *) exit 64 ;;
      esac
      """;

  @TempDir Path directory;

  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void standIn() throws IOException {
    Path aws = directory.resolve("aws");
    Files.writeString(aws, AWS);
    Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        directory.resolve("markers"),
        """
        2026-11-29T09:00:02+00:00\tv1\t%s00000000000000000060.json
        2026-11-29T09:00:01+00:00\tv2\t%s00000000000000000055.json
        2026-11-29T09:00:03+00:00\tv3\t%sb c.parquet
        2026-11-20T02:00:00+00:00\tv4\t%sa.parquet
        """
            .formatted(LOG, LOG, FILE, FILE));
    versions(LOG + "00000000000000000055.json", LOG + "00000000000000000060.json");
  }

  private void versions(String... keys) throws IOException {
    Files.writeString(directory.resolve("versions"), String.join("\n", keys) + "\n");
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("../infra/restore"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(directory.resolve("err").toFile());
    builder.environment().merge("PATH", directory.toString(), (path, fake) -> fake + ":" + path);
    builder.environment().put("FAKE", directory.toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, Files.readString(directory.resolve("err")));
  }

  @Test
  void tellsWhatItWouldDoAndDoesNothingUnlessTold() throws IOException, InterruptedException {
    Run run = run("lake", "tables/r/");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).hasSize(4).allMatch(line -> line.startsWith("would restore  "));
    assertThat(run.err()).contains("Nothing was changed").contains("4 objects");
    assertThat(directory.resolve("deleted")).doesNotExist();
  }

  @Test
  void restoresDataFilesFirstAndTheEntriesOfTheLogInOrder()
      throws IOException, InterruptedException {
    Run run = run("--apply", "lake", "tables/r/");

    assertThat(run.exit()).isZero();
    assertThat(Files.readAllLines(directory.resolve("deleted")))
        .extracting(line -> line.replaceAll(".*--key (.*) --version-id (.*)", "$2 $1"))
        .containsExactly(
            "v4 " + FILE + "a.parquet",
            "v3 " + FILE + "b c.parquet",
            "v2 " + LOG + "00000000000000000055.json",
            "v1 " + LOG + "00000000000000000060.json");
  }

  @Test
  void leavesOutWhatWasDeletedEarlier() throws IOException, InterruptedException {
    Run run = run("--since", "2026-11-29T09:00:02Z", "lake", "tables/r/");

    assertThat(run.out()).contains("b c.parquet").contains("60.json");
    assertThat(run.out()).doesNotContain("a.parquet").doesNotContain("55.json");
  }

  @Test
  void namesEntriesThatWereWrittenAnewAndFails() throws IOException, InterruptedException {
    versions(LOG + "00000000000000000061.json", LOG + "00000000000000000061.json");

    Run run = run("lake", "tables/r/");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("Written more than once").contains("61.json");
  }

  @Test
  void nothingDeletedIsNothingToDo() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("markers"), "None\n");

    Run run = run("--apply", "lake", "tables/r/");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("0 objects");
  }

  @Test
  void refusesAWholeBucketAndTimesThatAreNone() throws IOException, InterruptedException {
    assertThat(run("lake", "").exit()).isEqualTo(2);
    assertThat(run("lake", "/").exit()).isEqualTo(2);
    assertThat(run("lake", "tables/r").exit()).isEqualTo(2);
    assertThat(run("lake").exit()).isEqualTo(2);
    assertThat(run("--since", "yesterday", "lake", "tables/r/").err()).contains("'yesterday'");
  }
}
