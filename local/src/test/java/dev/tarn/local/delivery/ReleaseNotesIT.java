package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.local.delivery.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes a release's notes out of a changelog.
class ReleaseNotesIT {
  private static final String CHANGELOG =
      """
      # Changelog

      ## Unreleased

      - not yet

      ## 1.2.3 - 2026-12-01

      ### Added
      - this

      ## 1.2.2

      - that
      """;

  @TempDir private Path scratch;

  @BeforeEach
  void checkOut() throws IOException {
    Command.assumeOnPath("bash");
    Path script = Files.createDirectories(scratch.resolve("build")).resolve("release-notes");
    Files.copy(Command.REPOSITORY.resolve("build/release-notes"), script);
    Files.writeString(scratch.resolve("CHANGELOG.md"), CHANGELOG);
    version("1.2.3");
  }

  private void version(String version) throws IOException {
    Files.writeString(
        scratch.resolve("pom.xml"),
        "<project>\n  <version>" + version + "</version>\n  <other><version>9</version></other>\n");
  }

  private Ended notes(String tag) throws Exception {
    return Command.run(scratch, "bash", scratch.resolve("build/release-notes").toString(), tag);
  }

  @Test
  void theyAreTheVersionsSection() throws Exception {
    Ended ended = notes("v1.2.3");

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).isEqualToIgnoringNewLines("\n### Added\n- this\n");
  }

  @Test
  void aTagThatIsNotThePomsVersionIsRefused() throws Exception {
    Ended ended = notes("v1.2.2");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).contains("pom.xml has version 1.2.3, not 1.2.2");
  }

  @Test
  void aVersionOfWhichNothingIsWrittenIsRefused() throws Exception {
    version("1.3.0");

    Ended ended = notes("v1.3.0");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).contains("CHANGELOG.md has nothing below \"## 1.3.0\"");
  }

  @Test
  void whatIsNoTagOfAReleaseIsRefused() throws Exception {
    assertThat(notes("1.2.3").code()).isEqualTo(2);
    assertThat(notes("v1.2.3; id").code()).isEqualTo(2);
  }
}
