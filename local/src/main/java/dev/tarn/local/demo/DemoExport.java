package dev.tarn.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.digest.Sha256;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.DatasetPaths;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/// The part of the demo that exports: a schedule writes a file for each day, and each of them is
/// fetched and compared with what its manifest says.
final class DemoExport {
  private static final String SCHEDULE = "daily";
  private static final LocalDate FIRST = LocalDate.parse("2018-01-31");
  private static final LocalDate AFTER_LAST = LocalDate.parse("2018-02-08");
  private static final String PATH = DatasetPaths.of(Sample.DATASET) + "/schedules/" + SCHEDULE;

  /// For all days together: a second on a slow machine, and much more in hand.
  private static final int MOST_LOOKS = 1_200;

  private static final int PAUSE_MILLIS = 50;

  private final ApiClient client;
  private final Screen screen;
  private final int records;

  /// @param records how many there are over all days
  DemoExport(ApiClient client, Screen screen, int records) {
    this.client = client;
    this.screen = screen;
    this.records = records;
  }

  void run() {
    String schedule =
        "{\"every\": \"day\", \"format\": \"csv\", \"from\": \"" + FIRST + "T00:00:00Z\"}";
    screen.chapter("A schedule exports each day once, and catches up with days that have passed");
    screen.request("PUT", PATH, schedule);
    ApiAnswer answer =
        client.sendRepeatedly(
            ApiCall.of("PUT", PATH, "application/json", schedule.getBytes(StandardCharsets.UTF_8)));
    screen.answer(
        answer,
        answer.status() == 201
            ? "created"
            : answer.isSuccess() ? "there already" : answer.failure());
    screen.expect(answer.isSuccess(), "the schedule is put", answer.failure());
    screen.expect(
        answer.isSuccess() && isCaughtUp(),
        "the days are exported within a minute",
        "they are not");
    // It would go on to this day, with empty files.
    var _ = client.sendRepeatedly(ApiCall.delete(PATH));
    long rows = 0;
    for (LocalDate day = FIRST; day.isBefore(AFTER_LAST); day = day.plusDays(1)) {
      rows += show(day);
    }
    screen.expect(
        rows == records,
        "each of the " + Amounts.count(records) + " earthquakes is in one file",
        Amounts.count(rows) + " rows");
  }

  private boolean isCaughtUp() {
    for (int look = 0; look < MOST_LOOKS; look++) {
      ApiAnswer answer = client.sendRepeatedly(ApiCall.get(PATH));
      String next = answer.json().path("next").path("window").asText();
      if (next.compareTo(AFTER_LAST.toString()) >= 0) {
        return true;
      }
      if (next.isEmpty()) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /// Shows the day's export, and gives how many rows it has.
  private long show(LocalDate day) {
    String path = "/exports/" + Sample.DATASET + "/" + SCHEDULE + "/" + day + "/manifest.json";
    ApiAnswer answer = client.sendRepeatedly(ApiCall.get(path));
    JsonNode manifest = answer.json();
    screen.expect(answer.status() == 200, "there is a manifest of " + day, answer.failure());
    for (JsonNode part : manifest.path("parts")) {
      String file = "/" + part.path("path").asText();
      byte[] content = client.sendRepeatedly(ApiCall.get(file)).bytes();
      screen.text(
          "     "
              + Terminal.safe(file)
              + screen
                  .terminal()
                  .styled(
                      Style.DIM,
                      "  "
                          + Amounts.count(part.path("rows").asLong(), "row")
                          + ", "
                          + Amounts.bytes(part.path("bytes").asLong())));
      screen.expect(
          Sha256.of(content).equals(part.path("sha256").asText()),
          file + " has the SHA-256 that its manifest says",
          Sha256.of(content));
    }
    return manifest.path("rows").asLong();
  }
}
