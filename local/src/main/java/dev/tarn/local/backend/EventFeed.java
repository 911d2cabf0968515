package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.local.gateway.LocalContext;
import dev.tarn.local.queue.DiskMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the messages of the queue of events to the ingest function, as Lambda's event source does:
/// in batches, gathered for a moment, in SQS's events; what the function does not name as failed is
/// taken off the queue.
final class EventFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
  private static final JsonMapper MAPPER = new JsonMapper();

  /// The most that Lambda takes of a standard queue at once.
  private static final int MOST_MESSAGES = 10_000;

  /// With what JSON adds to them, bodies of so many bytes fit in an event.
  private static final long MOST_BYTES = 2L << 20;

  private static final Duration GATHERING = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LocalEvents events;
  private final RequestStreamHandler function;
  private final PrintStream functionLog;
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("events").daemon(true).unstarted(this::run);
  private volatile boolean ended;

  EventFeed(LocalEvents events, RequestStreamHandler function, PrintStream functionLog) {
    this.events = events;
    this.function = function;
    this.functionLog = functionLog;
  }

  /// Has it look at the queue soon.
  void call() {
    calls.release();
  }

  /// Begins.
  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!ended) {
        feed();
        if (calls.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS) && !ended) {
          Thread.sleep(GATHERING);
          calls.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends after the batch that is being written, if it has begun. It is not interrupted, for that
  /// would close files that others write to.
  @Override
  public void close() {
    ended = true;
    call();
    try {
      if (thread.isAlive()) {
        var _ = thread.join(LocalEvents.RUN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void feed() {
    try {
      List<DiskMessage> received = events.receive(MOST_MESSAGES, MOST_BYTES);
      while (!received.isEmpty()) {
        events.delete(written(received));
        received = ended ? List.of() : events.receive(MOST_MESSAGES, MOST_BYTES);
      }
    } catch (IOException e) {
      LOG.warn("the queue of events cannot be read", e);
    }
  }

  /// The messages that the function has written.
  private Set<UUID> written(List<DiskMessage> messages) {
    String id = UUID.randomUUID().toString();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      function.handleRequest(
          new ByteArrayInputStream(MAPPER.writeValueAsBytes(event(messages))),
          answer,
          new LocalContext(Operation.Function.INGEST, id, LocalEvents.RUN, functionLog));
      Set<UUID> written = new HashSet<>();
      messages.forEach(message -> written.add(message.id()));
      for (JsonNode failed : MAPPER.readTree(answer.toByteArray()).path("batchItemFailures")) {
        written.remove(UUID.fromString(failed.path("itemIdentifier").asText()));
      }
      return written;
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} messages could not be handed over", messages.size(), e);
      return Set.of();
    }
  }

  private static ObjectNode event(List<DiskMessage> messages) throws IOException {
    ObjectNode event = MAPPER.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (DiskMessage message : messages) {
      ObjectNode record = records.addObject();
      record.put("messageId", message.id().toString());
      record.put("receiptHandle", message.id() + "-" + message.receives());
      record.put("body", message.body());
      record
          .putObject("attributes")
          .put("ApproximateReceiveCount", Integer.toString(message.receives()))
          .put("SentTimestamp", Long.toString(message.sent().toEpochMilli()));
      ObjectNode attributes = record.putObject("messageAttributes");
      MessageAttributes.read(message.group())
          .forEach((name, value) ->
              attributes.putObject(name).put("stringValue", value).put("dataType", "String"));
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", "arn:aws:sqs:local:000000000000:tarn-ingest");
      record.put("awsRegion", "local");
    }
    return event;
  }
}
