package dev.tarn.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A function whose parent is killed.
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class OrphanIT {
  @TempDir private Path directory;

  @Test
  void aFunctionAmidAnInvocationEndsWithItsParentHoweverThatEnds() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ParentOfFunction.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = parent.inputReader(UTF_8)) {
      ProcessHandle function = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(function.isAlive()).isTrue();

      parent.toHandle().destroyForcibly();

      assertThat(function.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }
}
