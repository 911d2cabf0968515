package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.QuerySummary;
import dev.tarn.local.terminal.ResultTable;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "query",
    description = {
      "Runs one SELECT over the datasets and prints its rows.",
      "",
      "The rows go to standard output, or to a file; but for tables just as the API answers them,"
          + " with the statistics on standard error where the format has no place for them."
    },
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  /// How rows are printed.
  enum Format {
    table("application/json"),
    json("application/json"),
    ndjson("application/x-ndjson"),
    csv("text/csv"),
    parquet("application/vnd.apache.parquet"),
    arrow("application/vnd.apache.arrow.stream");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LINKED = 303;

  private final Console console;

  @Parameters(paramLabel = "SQL", description = "Such as \"SELECT count(*) FROM earthquakes\".")
  private String sql = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file to write to, in place of one that is there.")
  private @Nullable Path output;

  @Mixin private ServerOptions options = new ServerOptions();

  QueryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ServerOptions.Server server = options.connect(console)) {
      ObjectNode body = MAPPER.createObjectNode().put("sql", sql);
      ApiAnswer answer =
          server
              .client()
              .sendRepeatedly(
                  ApiCall.of(
                          "POST",
                          "/v1/query",
                          "application/json",
                          body.toString().getBytes(StandardCharsets.UTF_8))
                      .with("accept", format.mediaType));
      if (answer.status() != LINKED && answer.status() != 200) {
        throw new UserFailure(refusal(answer));
      }
      print(answer, server);
      return 0;
    } catch (IOException e) {
      throw new UserFailure("the result was not had whole: " + ApiClient.reason(e), e);
    }
  }

  private void print(ApiAnswer answer, ServerOptions.Server server) throws IOException {
    Path file = output;
    if (file != null) {
      if (format == Format.table) {
        throw new UserFailure("--output needs a --format of files");
      }
      save(answer, server.client(), file);
    } else if (format == Format.table) {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      write(answer, server.client(), json);
      printTable(MAPPER.readTree(json.toByteArray()), server.name());
      return;
    } else {
      write(answer, server.client(), console.out());
      if (format == Format.json) {
        console.out().println();
      }
      console.out().flush();
    }
    answer.header("x-tarn-stats").ifPresent(console.notes()::line);
  }

  /// A file of that name has the whole result or is not there.
  private static void save(ApiAnswer answer, ApiClient client, Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part =
        Files.createTempFile(
            Objects.requireNonNullElse(whole.getParent(), whole), ".tarn-", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        write(answer, client, out);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(ApiAnswer answer, ApiClient client, OutputStream out)
      throws IOException {
    if (answer.status() == LINKED) {
      client.follow(answer, out);
    } else {
      out.write(answer.bytes());
    }
  }

  private void printTable(JsonNode document, String server) {
    Terminal people = console.people();
    ResultTable table = new ResultTable(document);
    table.print(people, "");
    people.line();
    people.line(
        people.styled(
            Style.DIM,
            new QuerySummary(document.path("stats"), table.rowCount()).text() + " · " + server));
  }

  /// The problem, and for a place in the SQL the line with a mark below it.
  private String refusal(ApiAnswer answer) {
    JsonNode problem = answer.json();
    int line = problem.path("line").asInt();
    int column = problem.path("column").asInt();
    String[] lines = sql.split("\n", -1);
    if (line < 1 || line > lines.length || column < 1) {
      return answer.failure();
    }
    return answer.failure()
        + "\n  "
        + Terminal.safe(lines[line - 1])
        + "\n  "
        + " ".repeat(column - 1)
        + "^";
  }
}
