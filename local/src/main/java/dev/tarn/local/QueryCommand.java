package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.QuerySummary;
import dev.tarn.local.terminal.ResultTable;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "query",
    description = {
      "Runs one SELECT over the datasets and prints its rows.",
      "",
      "The rows go to standard output; in json and ndjson just as the API answers them, with the"
          + " statistics on standard error."
    },
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  /// How rows are printed.
  enum Format {
    table("application/json"),
    json("application/json"),
    ndjson("application/x-ndjson");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Console console;

  @Parameters(paramLabel = "SQL", description = "Such as \"SELECT count(*) FROM earthquakes\".")
  private String sql = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

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
      if (answer.status() != 200) {
        throw new UserFailure(refusal(answer));
      }
      print(answer, server.name());
      return 0;
    }
  }

  private void print(ApiAnswer answer, String server) {
    JsonNode document = answer.json();
    switch (format) {
      case table -> {
        Terminal people = console.people();
        ResultTable table = new ResultTable(document);
        table.print(people, "");
        people.line();
        people.line(
            people.styled(
                Style.DIM,
                new QuerySummary(document.path("stats"), table.rowCount()).text()
                    + " · "
                    + server));
      }
      case json -> {
        console.out().println(answer.text());
        console.out().flush();
      }
      case ndjson -> {
        console.out().print(answer.text());
        console.out().flush();
        answer.header("x-tarn-stats").ifPresent(console.notes()::line);
      }
    }
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
