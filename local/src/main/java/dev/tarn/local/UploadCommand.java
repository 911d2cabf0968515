package dev.tarn.local;

import dev.tarn.local.terminal.Progress;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "upload",
    description = {
      "Sends a whole file to a dataset, of up to 5 GB.",
      "",
      "The file is NDJSON, CSV, Avro or Parquet, compressed or not, which its name tells:"
          + " a.csv.gz, a.ndjson.zst, a.avro, a.parquet. It is put into the lake as it is, and"
          + " written to the dataset from there; the command waits for that, prints what became of"
          + " it, and ends with 1 where records are refused. Running it again on the same file"
          + " doubles its records."
    },
    mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {
  /// What S3 takes in one request.
  private static final long MOST_BYTES = 5L << 30;

  /// What becomes of records that do not fit.
  enum OnInvalid {
    reject,
    quarantine
  }

  private final Console console;

  @Parameters(index = "0", paramLabel = "DATASET", description = "The dataset's name.")
  private String dataset = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES} (default: as the file's name tells).")
  private UploadType.@Nullable Format format;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "How the file is compressed: one of ${COMPLETION-CANDIDATES} (default: as its name"
              + " tells).")
  private UploadType.@Nullable Encoding encoding;

  @Option(
      names = "--on-invalid",
      paramLabel = "reject|quarantine",
      defaultValue = "reject",
      description =
          "With records that do not fit: refuse the whole file, or keep them in"
              + " DATASET__rejected and write the others (default: ${DEFAULT-VALUE}).")
  private OnInvalid onInvalid = OnInvalid.reject;

  @Option(
      names = "--no-wait",
      description = "Do not wait until the file is written; print where that can be looked up.")
  private boolean noWait;

  @Mixin private ServerOptions options = new ServerOptions();

  UploadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    UploadType type =
        UploadType.of(
            String.valueOf(file.getFileName()),
            Optional.ofNullable(format),
            Optional.ofNullable(encoding));
    long size = size();
    try (ServerOptions.Server server = options.connectForJobs(console)) {
      Upload upload =
          new Upload(
              server.client(),
              dataset,
              console.people(),
              console.notes(),
              new Progress(console.notes()));
      String receipt = upload.send(file, size, type, onInvalid.name());
      return noWait ? upload.tell(receipt) : upload.await(receipt);
    }
  }

  private long size() {
    if (!Files.exists(file)) {
      throw new UserFailure("there is no file " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new UserFailure(file + " is no file");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw new UserFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
    if (size > MOST_BYTES) {
      throw new UserFailure(
          file
              + " has "
              + size
              + " bytes, and an upload "
              + MOST_BYTES
              + " at most: compress it, or split it");
    }
    return size;
  }
}
