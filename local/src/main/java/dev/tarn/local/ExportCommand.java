package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.DatasetPaths;
import dev.tarn.local.client.JobWatch;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Exports a dataset, or what a SELECT makes of it, to files.",
      "",
      "The files are published with a manifest that has each one's rows, bytes and SHA-256; with"
          + " --output they are fetched, and compared with it."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Console console;

  @Parameters(index = "0", paramLabel = "DATASET", description = "The dataset's name.")
  private String dataset = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "parquet, csv, ndjson or avro (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description =
          "zstd, gzip or none (default: zstd for parquet and avro, gzip for csv and ndjson).")
  private @Nullable String compression;

  @Option(
      names = "--sql",
      paramLabel = "SQL",
      description = "A SELECT that reads the dataset, whose result is exported.")
  private @Nullable String sql;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only events at or after this time, such as 2026-01-31T00:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only events before this time.")
  private @Nullable String to;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the files are published under (default: export).")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Fetch the files into this directory, which is made if need be.")
  private @Nullable Path output;

  @Mixin private ServerOptions options = new ServerOptions();

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ServerOptions.Server server = options.connectForJobs(console)) {
      ApiClient client = server.client();
      ApiAnswer asked =
          client.sendRepeatedly(
              ApiCall.of(
                  "POST",
                  DatasetPaths.of(dataset) + "/exports",
                  "application/json",
                  body().toString().getBytes(StandardCharsets.UTF_8)));
      if (asked.status() != 202) {
        throw new UserFailure(asked.failure());
      }
      JsonNode export =
          new JobWatch(client)
              .await("/v1/exports/" + asked.json().path("exportId").asText(), status -> {});
      show(
          export,
          new Download(client).manifest(export.path("manifest").asText()),
          server.published());
      return 0;
    }
  }

  private ObjectNode body() {
    ObjectNode body = MAPPER.createObjectNode().put("format", format);
    put(body, "compression", compression);
    put(body, "sql", sql);
    put(body, "from", from);
    put(body, "to", to);
    put(body, "name", name);
    return body;
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private void show(JsonNode export, Download.Manifest manifest, String published) {
    Terminal people = console.people();
    people.line(
        Amounts.count(export.path("rows").asLong(), "row")
            + " of version "
            + export.path("version").asLong()
            + " in "
            + Amounts.count(export.path("parts").asLong(), "file")
            + ", "
            + Amounts.bytes(export.path("bytes").asLong()));
    people.line(people.styled(Style.BOLD, Terminal.safe(published + manifest.url().getPath())));
    for (Download.Part part : manifest.parts()) {
      String place =
          output == null ? published + "/" + part.path() : manifest.fetch(part, output).toString();
      people.line(
          "  "
              + Terminal.safe(place)
              + people.styled(
                  Style.DIM,
                  "  "
                      + Amounts.count(part.rows(), "row")
                      + ", "
                      + Amounts.bytes(part.bytes())
                      + (output == null ? "" : ", as the manifest says")));
    }
  }
}
