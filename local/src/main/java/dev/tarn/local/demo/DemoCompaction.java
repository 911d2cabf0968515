package dev.tarn.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.DatasetPaths;
import dev.tarn.local.client.JobWatch;
import dev.tarn.local.client.QuerySummary;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.UserFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The part of the demo that compacts: the same question before and after small files are merged.
final class DemoCompaction {
  private static final String PATH = DatasetPaths.of(Sample.DATASET) + "/maintenance";
  private static final String TASKS = "{\"tasks\": [\"compact\"]}";

  private final ApiClient client;
  private final Screen screen;

  DemoCompaction(ApiClient client, Screen screen) {
    this.client = client;
    this.screen = screen;
  }

  /// Asks `query`, which reads all days, before and after.
  void run(DemoQuery query) {
    screen.chapter("Small files are merged into few sorted ones, and the answers stay the same");
    long before = ask(query, "before");
    screen.request("POST", PATH, TASKS);
    ApiAnswer asked =
        client.sendRepeatedly(
            ApiCall.of("POST", PATH, "application/json", TASKS.getBytes(StandardCharsets.UTF_8)));
    screen.expect(asked.status() == 202, "the compaction is taken on", asked.failure());
    try {
      JsonNode result =
          new JobWatch(client)
              .await(asked.header("location").orElse(PATH), status -> {})
              .path("result");
      screen.answer(
          asked,
          Amounts.count(result.path("filesBefore").asLong(), "file")
              + " merged into "
              + Amounts.count(result.path("filesAfter").asLong()));
    } catch (UserFailure e) {
      screen.expect(false, "the compaction succeeds", String.valueOf(e.getMessage()));
    }
    long after = ask(query, "after");
    screen.expect(
        after <= before && after > 0 && after <= 10,
        "a day has one file, or two",
        Amounts.count(after, "file"));
  }

  /// Gives how many files there are.
  private long ask(DemoQuery query, String when) {
    ApiAnswer answer = query.send(client);
    JsonNode document = answer.json();
    Optional<String> difference = query.difference(document.path("rows"));
    screen.expect(
        answer.status() == 200 && difference.isEmpty(),
        "the rows are right " + when,
        difference.orElse(answer.failure()));
    screen.text(
        "     "
            + when
            + ": "
            + screen
                .terminal()
                .styled(
                    Style.DIM,
                    new QuerySummary(document.path("stats"), document.path("rows").size()).text()));
    return document.path("stats").path("filesTotal").asLong();
  }
}
