package dev.tarn.local;

import dev.tarn.api.BuildVersion;
import dev.tarn.local.backend.LocalFunctions;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.UserFailure;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/// The command line: `tarn up`, `demo`, `query`, `infer`, `ingest`, `upload`, `export`, `compact`,
/// `fsck`, `cost` and `token`. It exits with 0 where the command did what it was asked to, with 1
/// where it could not, and with 2 where it was not understood.
@Command(
    name = "tarn",
    description = "A lakehouse backend: POST records, query them with SQL at once.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Start with 'tarn demo'. 'tarn COMMAND --help' tells what a command takes.",
      "'tarn bench' measures how fast Tarn is, from a checkout of its sources."
    })
public final class Main {
  private Main() {}

  /// The version that `--version` prints.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tarn " + BuildVersion.current().value()};
    }
  }

  /// Runs one command and exits.
  public static void main(String[] args) {
    Console console =
        Console.of(
            System.in,
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            LocalFunctions.standard());
    System.exit(run(console, args));
  }

  /// Runs one command on `console` and answers its exit code.
  static int run(Console console, String... args) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(new UpCommand(console))
            .addSubcommand(new QueryCommand(console))
            .addSubcommand(new InferCommand(console))
            .addSubcommand(new IngestCommand(console))
            .addSubcommand(new UploadCommand(console))
            .addSubcommand(new ExportCommand(console))
            .addSubcommand(new CompactCommand(console))
            .addSubcommand(new FsckCommand(console))
            .addSubcommand(new CostCommand(console))
            .addSubcommand(new TokenCommand(console));
    commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commands.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.people().hasColours() ? Ansi.ON : Ansi.OFF));
    commands.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (failure instanceof UserFailure) {
        console.notes().line(console.notes().styled(Style.RED, "tarn: ") + failure.getMessage());
        return 1;
      }
      throw failure;
    });
    return commands.execute(args);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }
}
