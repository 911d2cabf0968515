package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.local.delivery.Command.Ended;
import dev.tarn.local.delivery.Workflow.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads every script of the repository, and of its workflows, with the shell and with shellcheck.
class ShellScriptsIT {
  @TempDir private Path scratch;

  /// The repository's scripts, relative to its root.
  private static List<String> scripts() throws IOException {
    List<String> scripts = new ArrayList<>();
    for (String directory : List.of(".", ".ci", "build", "infra", "infra/placeholder")) {
      try (Stream<Path> files = Files.list(Command.REPOSITORY.resolve(directory))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          // Maven's wrapper is Maven's.
          if (Files.isExecutable(file)
              && !file.endsWith("mvnw")
              && Files.readString(file).startsWith("#!")) {
            scripts.add(Command.REPOSITORY.relativize(file).toString());
          }
        }
      }
    }
    return scripts;
  }

  private List<Path> steps() throws IOException {
    List<Path> steps = new ArrayList<>();
    for (Workflow workflow : Workflow.all()) {
      for (Workflow.Job job : workflow.jobs()) {
        for (Script script : job.scripts()) {
          Path file = scratch.resolve(script.place().replace('/', '-') + ".bash");
          steps.add(
              Files.writeString(file, "#!/usr/bin/env bash\nset -euo pipefail\n" + script.text()));
        }
      }
    }
    return steps;
  }

  @Test
  void theScriptsAreFound() throws IOException {
    assertThat(scripts())
        .contains("tarn", ".ci/run", "build/lint", "build/find-jdk", "infra/check", "infra/deploy");
    assertThat(steps()).hasSizeGreaterThan(10);
  }

  @Test
  void everyScriptCanBeParsed() throws Exception {
    Command.assumeOnPath("bash");
    for (String script : scripts()) {
      assertClean("bash", "-n", script);
    }
    for (Path step : steps()) {
      assertClean("bash", "-n", step.toString());
    }
  }

  @Test
  void shellcheckFindsNothing() throws Exception {
    Command.assumeOnPath("shellcheck");
    List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
    command.addAll(scripts());
    for (Path step : steps()) {
      command.add(step.toString());
    }
    assertClean(command.toArray(String[]::new));
  }

  private void assertClean(String... command) throws Exception {
    Ended ended = Command.run(scratch, command);
    assertThat(ended.code()).describedAs(String.join(" ", command) + "\n" + ended.all()).isZero();
  }
}
