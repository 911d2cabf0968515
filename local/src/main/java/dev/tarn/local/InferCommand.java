package dev.tarn.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "infer",
    description = {
      "Proposes a dataset's definition from a sample of its records.",
      "",
      "The definition goes to standard output, ready to be put; what was seen of each field goes to"
          + " standard error. The sample is NDJSON, JSON, CSV, Avro or Parquet, up to 6 MB as it"
          + " is, and may be compressed by gzip or zstd; its name says which."
    },
    mixinStandardHelpOptions = true)
final class InferCommand implements Callable<Integer> {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Map<String, String> TYPES =
      Map.of(
          "ndjson", "application/x-ndjson",
          "jsonl", "application/x-ndjson",
          "json", "application/json",
          "csv", "text/csv",
          "avro", "application/avro",
          "parquet", "application/vnd.apache.parquet");
  private static final Map<String, String> CODINGS = Map.of("gz", "gzip", "zst", "zstd");

  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The sample, - for standard input.")
  private String file = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "One of ndjson, json, csv, avro and parquet, where the file's name does not say it.")
  private String type = "";

  @Mixin private ServerOptions options = new ServerOptions();

  InferCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String name = file;
    String coding = CODINGS.getOrDefault(extension(name), "identity");
    if (!coding.equals("identity")) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    String mediaType = TYPES.get(type.isEmpty() ? extension(name) : type);
    if (mediaType == null) {
      throw new UserFailure(
          "say what " + file + " is with --type ndjson, json, csv, avro or parquet");
    }
    try (ServerOptions.Server server = options.connect(console)) {
      ApiAnswer answer =
          server
              .client()
              .sendRepeatedly(
                  ApiCall.of("POST", "/v1/infer", mediaType, read())
                      .with("content-encoding", coding));
      if (answer.status() != 200) {
        throw new UserFailure(place(answer.json()) + answer.failure());
      }
      print(answer.json());
      return 0;
    }
  }

  private static String place(JsonNode problem) {
    return problem.has("line")
        ? "line "
            + problem.path("line").asInt()
            + ", column "
            + problem.path("column").asInt()
            + ": "
        : problem.has("pointer") ? Terminal.safe(problem.path("pointer").asText()) + ": " : "";
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private byte[] read() {
    try {
      return file.equals("-") ? console.in().readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new UserFailure("there is no file " + file, e);
    } catch (IOException e) {
      throw new UserFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void print(JsonNode proposal) {
    Terminal notes = console.notes();
    notes.line(
        Amounts.count(proposal.path("records").asLong(), "record")
            + " · event time: "
            + words(proposal.path("eventTimes"))
            + (proposal.path("clusterBy").isEmpty()
                ? ""
                : " · to cluster by: " + words(proposal.path("clusterBy"))));
    for (JsonNode field : proposal.path("fields")) {
      notes.line(
          "  "
              + Terminal.safe(field.path("name").asText())
              + " "
              + field.path("type").asText()
              + " · "
              + Amounts.count(field.path("nulls").asLong())
              + " null · "
              + Amounts.count(field.path("distinct").asLong())
              + (field.path("distinctIsLeast").asBoolean() ? " or more" : "")
              + " distinct · "
              + words(field.path("examples")));
    }
    try {
      console
          .out()
          .println(
              MAPPER
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(proposal.path("definition")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document that was read cannot be written", e);
    }
    console.out().flush();
  }

  private static String words(JsonNode texts) {
    StringJoiner words = new StringJoiner(", ");
    texts.forEach(each -> words.add(Terminal.safe(each.asText())));
    return words.toString();
  }
}
