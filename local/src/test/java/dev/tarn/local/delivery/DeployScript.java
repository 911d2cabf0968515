package dev.tarn.local.delivery;

import dev.tarn.local.delivery.Command.Ended;
import dev.tarn.local.delivery.Command.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `infra/deploy` with an imitation of AWS on its path, and without its waiting.
final class DeployScript implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final Path scratch;
  private final StubCommands commands;

  DeployScript(Path scratch, StubCommands.Behaviour aws) throws IOException {
    Command.assumeOnPath("bash", "jq", "openssl");
    this.scratch = scratch;
    this.commands =
        StubCommands.start(
            Files.createDirectories(scratch.resolve("commands")), aws, "aws", "pause");
  }

  /// An archive of its own, that holds `content`.
  Path archive(String content) throws IOException {
    return Files.writeString(scratch.resolve("archive.zip"), content);
  }

  /// Deploys `archive` as [#COMMIT], or what is kept for it.
  Ended deploy(Optional<Path> archive, String... more) throws IOException, InterruptedException {
    return startDeploy(archive, more).await();
  }

  Running startDeploy(Optional<Path> archive, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--commit", COMMIT, "--bucket", "archives"));
    archive.ifPresent(file -> arguments.addAll(List.of("--archive", file.toString())));
    arguments.addAll(List.of(more));
    return start(arguments);
  }

  /// Runs it for the ingest function of dev.
  Ended run(String... arguments) throws IOException, InterruptedException {
    return start(List.of(arguments)).await();
  }

  private Running start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("infra/deploy", "--environment", "dev", "--function", "ingest"));
    command.addAll(arguments);
    return Command.start(
        scratch,
        Optional.of(commands.directory()),
        Map.of(
            "TARN_DEPLOY_SLEEP",
            scratch.resolve("commands/pause").toString(),
            "TMPDIR",
            scratch.toString()),
        command);
  }

  @Override
  public void close() {
    commands.close();
  }
}
