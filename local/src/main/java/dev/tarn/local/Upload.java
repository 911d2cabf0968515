package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.DatasetPaths;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Progress;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// Uploads a file to a dataset, and tells what became of it.
final class Upload {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ApiClient client;
  private final String dataset;
  private final Terminal people;
  private final Terminal notes;
  private final Progress progress;
  private final long start = System.nanoTime();
  private String shown = "";

  Upload(ApiClient client, String dataset, Terminal people, Terminal notes, Progress progress) {
    this.client = client;
    this.dataset = dataset;
    this.people = people;
    this.notes = notes;
    this.progress = progress;
  }

  /// Puts the file of `size` bytes, and gives the path of its receipt. Throws [UserFailure] where
  /// it is not taken.
  String send(Path file, long size, UploadType type, String onInvalid) {
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("contentType", type.format().mediaType())
            .put("contentEncoding", type.encoding().name())
            .put("onInvalid", onInvalid);
    ApiAnswer asked =
        client.sendRepeatedly(
            ApiCall.of(
                "POST",
                DatasetPaths.of(dataset) + "/uploads",
                "application/json",
                body.toString().getBytes(StandardCharsets.UTF_8)));
    if (asked.status() != 201) {
      throw new UserFailure(asked.failure());
    }
    ApiAnswer put =
        client.putRepeatedly(
            link(asked.json().path("url").asText()), file, sent -> showSent(sent, size));
    progress.end();
    if (!put.isSuccess()) {
      throw new UserFailure(file + " was not taken: " + Terminal.safe(put.failure()));
    }
    return DatasetPaths.of(dataset) + "/receipts/" + asked.json().path("uploadId").asText();
  }

  private static URI link(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new UserFailure("the server gave no URL to put the file to", e);
    }
  }

  /// Each step once: in full percent, which a person sees move, and in tenths for others.
  private void showSent(long sent, long size) {
    long percent = size == 0 ? 100 : sent * 100 / size;
    long step = notes.isInteractive() ? percent : percent / 10 * 10;
    show((double) step / 100, step + " % of " + Amounts.bytes(size) + " sent");
  }

  private synchronized void show(double part, String text) {
    if (!text.equals(shown)) {
      progress.show(part, text);
      shown = text;
    }
  }

  /// Tells where the receipt is, and answers the exit code.
  int tell(String receipt) {
    people.line("The file is there, and is being written. What becomes of it:  GET " + receipt);
    return 0;
  }

  /// Waits until the file is written or refused, however long that takes, tells which, and answers
  /// the exit code. Throws [UserFailure] where nothing is told of it.
  int await(String path) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      ApiAnswer answer = client.sendRepeatedly(ApiCall.get(path));
      if (answer.status() != 200) {
        progress.end();
        throw new UserFailure(answer.failure());
      }
      JsonNode receipt = answer.json();
      switch (receipt.path("status").asText()) {
        case "committed" -> {
          progress.end();
          people.line(
              counts(receipt)
                  + " · "
                  + Amounts.bytes(receipt.path("bytes").asLong())
                  + " in the lake · "
                  + Amounts.time(Duration.ofNanos(System.nanoTime() - start))
                  + " · version "
                  + receipt.path("version").asLong());
          return 0;
        }
        case "failed" -> {
          progress.end();
          tellFailure(receipt);
          return 1;
        }
        default -> {
          show(0, counts(receipt) + " so far");
          pause = sleep(pause);
        }
      }
    }
  }

  private String counts(JsonNode receipt) {
    long rejected = receipt.path("rejected").asLong();
    return Amounts.count(receipt.path("accepted").asLong(), "record")
        + (rejected == 0 ? "" : ", " + Amounts.count(rejected) + " rejected");
  }

  private void tellFailure(JsonNode receipt) {
    JsonNode problem = receipt.path("problem");
    notes.line(
        notes.styled(Style.RED, "Refused")
            + (problem.isObject()
                ? ": "
                    + Terminal.safe(problem.path("title").asText())
                    + ": "
                    + Terminal.safe(problem.path("detail").asText())
                : ": " + counts(receipt)));
    for (JsonNode reason : receipt.path("reasons")) {
      notes.line(
          "  record "
              + Amounts.count(reason.path("record").asLong() + 1)
              + "  "
              + Terminal.safe(reason.path("pointer").asText())
              + "  "
              + Terminal.safe(reason.path("code").asText())
              + ": "
              + Terminal.safe(reason.path("detail").asText()));
    }
    if (receipt.path("accepted").asLong() > 0) {
      notes.line(
          Amounts.count(receipt.path("accepted").asLong(), "record")
              + " of it are in the dataset.");
    }
  }

  private static Duration sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserFailure("interrupted", e);
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }
}
