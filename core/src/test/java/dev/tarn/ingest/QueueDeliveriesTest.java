package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.store.FaultyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A standard queue as it may behave: messages come twice, in any company and order, to consumers
/// at once, some of which die at any call of the store. As many messages as the property
/// `tarn.queue.messages` says, or some thousands.
class QueueDeliveriesTest {
  private static final int MESSAGES = Integer.getInteger("tarn.queue.messages", 6_000);
  private static final int BATCH = Math.max(500, MESSAGES / 40);
  private static final int MOST_RECEIVES = 5;
  private static final Instant SENT = Instant.parse("2026-01-01T12:00:00Z");
  private static final JsonMapper MAPPER = new JsonMapper();

  private final DoorLake lake = new DoorLake();
  private final Map<Integer, Integer> receives = new HashMap<>();
  private final Set<Integer> queue = new TreeSet<>();
  private final Set<Integer> dead = new TreeSet<>();

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void everyMessageIsWrittenOnceOrPutAsideWhateverComesTwiceOrDies() throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      queue.add(i);
    }
    Random random = new Random(11);
    int rounds = 0;
    while (!queue.isEmpty() && rounds++ < 1_000) {
      List<List<Integer>> batches = List.of(batch(random), batch(random), batch(random));
      List<Future<Set<Integer>>> running = new ArrayList<>();
      try (ExecutorService consumers = Executors.newFixedThreadPool(3)) {
        for (List<Integer> batch : batches) {
          int deadly = random.nextInt(3) == 0 ? 1 + random.nextInt(30) : Integer.MAX_VALUE;
          running.add(consumers.submit(() -> deliver(batch, deadly)));
        }
      }
      for (Future<Set<Integer>> consumer : running) {
        queue.removeAll(consumer.get());
      }
    }

    Set<Integer> ofDead = new TreeSet<>();
    Set<String> devices = new TreeSet<>();
    Set<String> rejected = new TreeSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      switch (kind(i)) {
        case 0 -> ofDead.add(i);
        case 1 -> rejected.add(id(i));
        case 2 -> {
          rejected.add(id(i));
          devices.add("d" + i);
        }
        default -> devices.add("d" + i);
      }
    }
    assertThat(queue).isEmpty();
    assertThat(dead).isEqualTo(ofDead);
    // Both are sorted, and sets have no doubles.
    assertThat(lake.devices()).isEqualTo(List.copyOf(devices));
    assertThat(lake.rejected("batch_id")).isEqualTo(List.copyOf(rejected));
  }

  private static int numberOf(String id) {
    return (int) UUID.fromString(id).getLeastSignificantBits();
  }

  /// Of 100 messages, one names no dataset, two have a record that does not fit and one of them a
  /// good one besides, and the others are good.
  private static int kind(int message) {
    return switch (message % 100) {
      case 17 -> 0;
      case 34 -> 1;
      case 51 -> 2;
      default -> 3;
    };
  }

  /// Some messages from about the queue's beginning, some of which others get at once.
  private List<Integer> batch(Random random) {
    List<Integer> batch = new ArrayList<>();
    int skip = random.nextInt(Math.max(1, BATCH / 2));
    for (int message : queue) {
      if (batch.size() >= BATCH) {
        break;
      }
      if (skip-- <= 0 || random.nextInt(4) == 0) {
        int count = receives.merge(message, 1, Integer::sum);
        // Others than those that nobody can write are never put aside here: consumers die often.
        if (count > MOST_RECEIVES && kind(message) == 0) {
          dead.add(message);
        } else {
          batch.add(message);
          if (random.nextInt(50) == 0) {
            batch.add(message);
          }
        }
      }
    }
    queue.removeAll(dead);
    return batch;
  }

  /// Which of the messages are off the queue after this delivery.
  private Set<Integer> deliver(List<Integer> batch, int deadly) throws IOException {
    int[] calls = {0};
    Object turn = new Object();
    DoorLake.Instance process =
        lake
        .new Instance(
            new FaultyStore(
                lake.store,
                seen -> {
                  synchronized (turn) {
                    if (++calls[0] >= deadly) {
                      throw new Killed();
                    }
                  }
                }));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      new SqsRecordsFunction(
              process.events, AccessSettings.WITHOUT_TOKENS, lake.metrics, lake.clock)
          .handle(
              new ByteArrayInputStream(event(batch)), answer, lake.clock.instant().plusSeconds(60));
    } catch (Killed e) {
      return Set.of();
    }
    if (calls[0] >= deadly) {
      return Set.of();
    }
    Set<Integer> done = new TreeSet<>(batch);
    for (JsonNode failed : MAPPER.readTree(answer.toByteArray()).path("batchItemFailures")) {
      done.remove(numberOf(failed.path("itemIdentifier").asText()));
    }
    return done;
  }

  private static byte[] event(List<Integer> messages) throws IOException {
    ObjectNode event = MAPPER.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (int message : messages) {
      ObjectNode record = records.addObject();
      record.put("messageId", id(message));
      record.put("receiptHandle", "handle");
      record.put("body", body(message));
      record
          .putObject("attributes")
          .put("ApproximateReceiveCount", "1")
          .put("SentTimestamp", Long.toString(SENT.toEpochMilli() + message));
      record
          .putObject("messageAttributes")
          .putObject("dataset")
          .put("stringValue", kind(message) == 0 ? "no\"thing" : "readings");
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:tarn-ingest");
    }
    return MAPPER.writeValueAsBytes(event);
  }

  private static String id(int message) {
    return new UUID(7, message).toString();
  }

  private static String body(int message) {
    String good = "{\"time\":\"2026-01-01T10:00:00Z\",\"device\":\"d" + message + "\"}";
    return switch (kind(message)) {
      case 1 -> "no json " + message;
      case 2 -> "[{\"device\":1}," + good + "]";
      default -> good;
    };
  }
}
