package dev.tarn.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.QuerySummary;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.ResultTable;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The demo: a dataset is made, real records go in by HTTP, one batch twice and one that is no
/// good, and SQL answers come out; a schedule exports them day by day, and their small files are
/// merged. Every answer is compared with what it should be. On a lake where it ran before it sees
/// its own records and adds none.
public final class Demo {
  private static final String PATH = "/v1/datasets/" + Sample.DATASET;
  private static final int BATCH = 50;
  private static final int SHOWN_BATCHES = 3;
  private static final int REPEATED = 3;

  private final ApiClient client;
  private final Screen screen;
  private final Sample sample = Sample.load();

  /// Talks to the Tarn behind `client` and shows it on `terminal`.
  public Demo(ApiClient client, Terminal terminal) {
    this.client = client;
    this.screen = new Screen(terminal);
  }

  /// Runs it all, and answers whether everything was as it should be.
  public boolean run() {
    long start = System.nanoTime();
    createDataset();
    long version = ingest();
    repeat(version);
    refuse();
    countRecords();
    List<DemoQuery> queries = DemoQuery.load();
    queries.forEach(this::ask);
    new DemoExport(client, screen, sample.size()).run();
    new DemoCompaction(client, screen).run(queries.getFirst());
    return conclude(Duration.ofNanos(System.nanoTime() - start));
  }

  private void createDataset() {
    screen.chapter("A dataset is an Avro schema, and what time and which columns order it");
    screen.request("PUT", PATH, "samples/earthquakes.definition.json");
    ApiAnswer answer =
        client.sendRepeatedly(ApiCall.of("PUT", PATH, "application/json", sample.definition()));
    screen.answer(
        answer,
        switch (answer.status()) {
          case 201 -> "created";
          case 200 -> "there already, and unchanged";
          default -> Terminal.safe(answer.failure());
        });
    screen.expect(
        answer.status() == 201 || answer.status() == 200,
        "the dataset is created, or there already",
        answer.failure());
  }

  /// Sends every batch, and answers the version that the one to be repeated was committed with.
  private long ingest() {
    List<Sample.Batch> batches = sample.batches(BATCH);
    screen.chapter(
        "The "
            + Amounts.count(sample.size())
            + " earthquakes of one week go in, "
            + BATCH
            + " a batch; an answer means they are on disk");
    screen.request(
        "POST", PATH + "/records", "Idempotency-Key: " + batches.getFirst().key() + " …");
    long version = -1;
    for (int i = 0; i < batches.size(); i++) {
      Sample.Batch batch = batches.get(i);
      ApiAnswer answer = client.sendRepeatedly(post(batch));
      JsonNode receipt = answer.json();
      if (i < SHOWN_BATCHES || i == batches.size() - 1 || answer.status() != 201) {
        screen.answer(answer, answer.status() == 201 ? receiptText(answer) : answer.failure());
      } else if (i == SHOWN_BATCHES) {
        screen.text("     …");
      }
      screen.expect(
          answer.status() == 201 && receipt.path("accepted").asInt() == batch.records().size(),
          "batch " + (i + 1) + " is accepted whole",
          answer.status() == 201 ? receipt.toString() : answer.failure());
      version = i + 1 == REPEATED ? receipt.path("version").asLong(-1) : version;
    }
    return version;
  }

  private void repeat(long version) {
    Sample.Batch batch = sample.batches(BATCH).get(REPEATED - 1);
    screen.chapter("A batch that is sent again, as after a lost answer, is not written again");
    screen.request("POST", PATH + "/records", "Idempotency-Key: " + batch.key());
    ApiAnswer answer = client.sendRepeatedly(post(batch));
    screen.answer(answer, answer.status() == 201 ? receiptText(answer) : answer.failure());
    screen.expect(
        answer.status() == 201 && answer.header("x-tarn-replayed").orElse("").equals("true"),
        "the repeated batch is answered 201 with x-tarn-replayed: true",
        answer.status() + " " + answer.failure());
    screen.expect(
        answer.json().path("version").asLong(-2) == version,
        "its version is still " + version,
        answer.json().path("version").toString());
  }

  private void refuse() {
    List<String> bad =
        List.of(
            "{\"id\": \"demo-1\", \"magnitude\": \"strong\", \"net\": \"us\"}",
            "{\"id\": \"demo-2\", \"time\": \"yesterday\", \"colour\": \"red\"}");
    screen.chapter("A batch with bad records is refused whole, and each reason is told");
    screen.request("POST", PATH + "/records", "");
    bad.forEach(line -> screen.text(screen.terminal().styled(Style.DIM, line)));
    ApiAnswer answer =
        client.sendRepeatedly(
            ApiCall.of(
                "POST",
                PATH + "/records",
                "application/x-ndjson",
                (String.join("\n", bad) + "\n").getBytes(StandardCharsets.UTF_8)));
    screen.answer(answer, Terminal.safe(answer.failure()));
    JsonNode reasons = answer.json().path("reasons");
    for (JsonNode reason : reasons) {
      screen.text(
          "     record "
              + reason.path("record").asInt()
              + "  "
              + Terminal.safe(
                  reason.path("pointer").asText() + "  " + reason.path("detail").asText()));
    }
    screen.expect(answer.status() == 422, "it is answered 422", Integer.toString(answer.status()));
    screen.expect(
        !reasons.isEmpty() && answer.json().path("rejected").asInt() == bad.size(),
        "both records are told with their reasons",
        answer.text());
  }

  private void countRecords() {
    screen.chapter("So the table holds every earthquake once");
    String sql = "SELECT count(*) AS records, count(DISTINCT id) AS earthquakes FROM earthquakes";
    screen.request("POST", "/v1/query", sql);
    ApiAnswer answer = query(sql);
    screen.answer(answer, answer.status() == 200 ? summary(answer) : answer.failure());
    JsonNode row = answer.json().path("rows").path(0);
    screen.text(
        "     " + row.path(0).asText() + " records, " + row.path(1).asText() + " earthquakes");
    screen.expect(
        row.path(0).asInt() == sample.size() && row.path(1).asInt() == sample.size(),
        "there are " + Amounts.count(sample.size()) + " of each",
        answer.status() == 200 ? row.toString() : answer.failure());
  }

  private void ask(DemoQuery query) {
    screen.chapter(query.title());
    query.sql().forEach(line -> screen.text(screen.terminal().styled(Style.CYAN, line)));
    screen.text("");
    ApiAnswer answer = query(String.join("\n", query.sql()));
    if (answer.status() != 200) {
      screen.answer(answer, Terminal.safe(answer.failure()));
      screen.expect(false, "the query is answered", answer.failure());
      return;
    }
    JsonNode document = answer.json();
    new ResultTable(document).print(screen.terminal(), "   ");
    screen.text("");
    screen.text(screen.terminal().styled(Style.DIM, summary(answer)));
    Optional<String> difference = query.difference(document.path("rows"));
    screen.expect(difference.isEmpty(), "the rows are right", difference.orElse(""));
    JsonNode stats = document.path("stats");
    if (query.readsFewerFiles()) {
      screen.expect(
          stats.path("filesScanned").asInt() < stats.path("filesTotal").asInt(),
          "not every file is read",
          stats.toString());
    }
  }

  private boolean conclude(Duration elapsed) {
    screen.terminal().line();
    Terminal terminal = screen.terminal();
    List<String> surprises = screen.surprises();
    if (surprises.isEmpty()) {
      terminal.line(
          terminal.styled(
              Style.GREEN,
              "All " + screen.checks() + " checks passed, in " + Amounts.time(elapsed) + "."));
    } else {
      terminal.line(
          terminal.styled(
              Style.RED, surprises.size() + " of " + screen.checks() + " checks failed:"));
      surprises.forEach(surprise -> terminal.line("  expected: " + surprise));
      terminal.line(
          "The demo expects the dataset to hold its own records alone; --lake DIR takes another"
              + " lake.");
    }
    return surprises.isEmpty();
  }

  private static ApiCall post(Sample.Batch batch) {
    return ApiCall.of("POST", PATH + "/records", "application/x-ndjson", batch.body())
        .with("idempotency-key", batch.key());
  }

  private ApiAnswer query(String sql) {
    return DemoQuery.send(client, sql);
  }

  private static String receiptText(ApiAnswer answer) {
    JsonNode receipt = answer.json();
    return "version "
        + receipt.path("version").asLong()
        + " · "
        + Amounts.count(receipt.path("accepted").asLong(), "record")
        + " · "
        + Amounts.count(receipt.path("files").asLong(), "file")
        + ", "
        + Amounts.bytes(receipt.path("bytes").asLong())
        + (answer.header("x-tarn-replayed").isPresent() ? " · sent before" : "");
  }

  private static String summary(ApiAnswer answer) {
    JsonNode document = answer.json();
    return new QuerySummary(document.path("stats"), document.path("rows").size()).text();
  }
}
