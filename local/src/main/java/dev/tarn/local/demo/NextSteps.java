package dev.tarn.local.demo;

import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.net.URI;
import java.util.List;

/// What a viewer of the demo may want to try next, ready to be pasted into a shell.
public final class NextSteps {
  private NextSteps() {}

  /// Shows it, for a Tarn at `url` that goes on serving.
  public static void show(Terminal terminal, URI url) {
    terminal.line();
    terminal.line(terminal.styled(Style.BOLD, "Try it yourself"));
    terminal.line();
    terminal.line(terminal.styled(Style.DIM, "# ask something else"));
    query(
        terminal,
        url,
        "SELECT place, magnitude, depth FROM earthquakes WHERE tsunami ORDER BY magnitude DESC");
    terminal.line();
    terminal.line(
        terminal.styled(Style.DIM, "# a dataset of your own, a record in it, and a query"));
    List.of(
            "curl -X PUT " + url + "/v1/datasets/readings -H 'content-type: application/json' \\",
            "  -d '{\"eventTime\": \"time\", \"schema\": {\"type\": \"record\", \"name\":"
                + " \"Reading\", \"fields\": [",
            "       {\"name\": \"time\", \"type\": {\"type\": \"long\", \"logicalType\":"
                + " \"timestamp-millis\"}},",
            "       {\"name\": \"sensor\", \"type\": \"string\"}, {\"name\": \"celsius\", \"type\":"
                + " \"double\"}]}}'",
            "curl " + url + "/v1/datasets/readings/records -H 'content-type: application/json' \\",
            "  -H 'idempotency-key: first' \\",
            "  -d '{\"time\": \"2026-01-31T12:00:00Z\", \"sensor\": \"roof\", \"celsius\": -4.5}'")
        .forEach(terminal::line);
    query(terminal, url, "SELECT * FROM readings");
    terminal.line();
    terminal.line(terminal.styled(Style.DIM, "# what there is, and how it came about"));
    terminal.line("curl " + url + "/v1/datasets");
    terminal.line("curl " + url + "/v1/datasets/earthquakes/history");
    terminal.line();
    terminal.line(terminal.styled(Style.DIM, "# files of records, and tables in the terminal"));
    terminal.line("./tarn ingest readings FILE.ndjson.gz --port " + url.getPort());
    terminal.line(
        "./tarn query 'SELECT net, count(*) FROM earthquakes GROUP BY net' --port "
            + url.getPort());
    terminal.line();
  }

  private static void query(Terminal terminal, URI url, String sql) {
    terminal.line("curl " + url + "/v1/query -H 'content-type: application/json' \\");
    terminal.line("  -d '{\"sql\": \"" + sql + "\"}'");
  }
}
