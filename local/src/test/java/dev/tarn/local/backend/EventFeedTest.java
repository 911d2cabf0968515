package dev.tarn.local.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFeedTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path lake;

  private final BlockingQueue<JsonNode> handed = new LinkedBlockingQueue<>();

  @Test
  void messagesAreHandedOverInTheirEventAndTakenOffTheQueueUnlessTheyFailed() throws Exception {
    RequestStreamHandler function =
        (event, answer, context) -> {
          JsonNode document = MAPPER.readTree(event);
          StringBuilder failures = new StringBuilder();
          for (JsonNode record : document.path("Records")) {
            if (record.path("body").asText().equals("bad")) {
              failures
                  .append("{\"itemIdentifier\":\"")
                  .append(record.path("messageId").asText())
                  .append("\"}");
            }
          }
          answer.write(
              ("{\"batchItemFailures\":[" + failures + "]}").getBytes(StandardCharsets.UTF_8));
          handed.add(document);
        };
    try (LocalEvents events = new LocalEvents(lake, Clock.systemUTC())) {
      String id = events.send(Map.of("dataset", "readings"), "{\"a\": 1}").id().toString();
      var _ = events.send(Map.of("dataset", "readings"), "bad");
      EventFeed feed =
          new EventFeed(
              events, function, new PrintStream(System.err, true, StandardCharsets.UTF_8));
      feed.start();

      JsonNode first = handed.poll(60, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      JsonNode record = first.at("/Records/0");
      assertThat(record.path("messageId").asText()).isEqualTo(id);
      assertThat(record.path("body").asText()).isEqualTo("{\"a\": 1}");
      assertThat(record.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
      assertThat(record.at("/attributes/SentTimestamp").asText()).matches("[0-9]{13}");
      assertThat(record.at("/messageAttributes/dataset/stringValue").asText())
          .isEqualTo("readings");
      feed.close();
    }
    // Another process has what failed at once, and nothing else.
    try (LocalEvents events = new LocalEvents(lake, Clock.systemUTC())) {
      assertThat(events.receive(10, 1_000)).extracting("body").isEqualTo(List.of("bad"));
    }
  }

  @Test
  void aLakeWithoutEventsHasNoQueueAndAQueueHasOneProcess() throws Exception {
    try (LocalEvents events = new LocalEvents(lake, Clock.systemUTC());
        LocalEvents others = new LocalEvents(lake, Clock.systemUTC())) {
      assertThat(events.receive(10, 1_000)).isEmpty();
      assertThat(Files.exists(lake.resolve("queue"))).isFalse();
      var _ = events.send(Map.of("dataset", "readings"), "{}");
      assertThat(others.receive(10, 1_000)).isEmpty();
      assertThat(events.receive(10, 1_000)).hasSize(1);
    }
  }
}
