package dev.tarn.local;

import dev.tarn.local.batch.RecordBatches;
import dev.tarn.local.terminal.Progress;
import dev.tarn.local.terminal.UserFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ingest",
    description = {
      "Sends a file of records to a dataset, in batches of up to 4 MB.",
      "",
      "The file is newline-delimited JSON or one JSON array, gzipped or not. Running the command"
          + " again on the same file doubles nothing. Where records are refused, it tells which and"
          + " why, and ends with 1; the batches before stay, and once the file is mended the"
          + " command goes on from there."
    },
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "DATASET", description = "The dataset's name.")
  private String dataset = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file, - for standard input.")
  private String file = "";

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Sends the same file again as another one, which doubles its records.")
  private String run = "";

  @Mixin private ServerOptions options = new ServerOptions();

  IngestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!run.matches("[\\x21-\\x7e]{0,100}")) {
      throw new UserFailure("--run takes up to 100 visible ASCII characters without spaces");
    }
    try (ServerOptions.Server server = options.connect(console);
        InputStream in = open();
        CountingInput counted = new CountingInput(in);
        RecordBatches batches = RecordBatches.of(counted, RecordBatches.LIMIT, keyPrefix())) {
      return new Ingest(server.client(), dataset, console.people(), console.notes())
          .run(batches, counted, size(), new Progress(console.notes()));
    } catch (EOFException | ZipException e) {
      throw new UserFailure(file + " is not whole: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private String keyPrefix() {
    return run.isEmpty() ? "file-" : "file-" + run + "-";
  }

  private InputStream open() throws IOException {
    if (file.equals("-")) {
      return console.in();
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new UserFailure("there is no file " + file, e);
    }
  }

  private OptionalLong size() throws IOException {
    return file.equals("-") ? OptionalLong.empty() : OptionalLong.of(Files.size(Path.of(file)));
  }
}
