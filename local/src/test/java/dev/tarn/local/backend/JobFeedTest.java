package dev.tarn.local.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobFeedTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ALL_DONE = "{\"batchItemFailures\":[]}";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final StoredJobQueue queue = new StoredJobQueue(store, clock, Duration.ofMinutes(7), 10);
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean held = new AtomicBoolean(true);
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<Thread> thread = Optional.empty();

  @AfterEach
  void stop() throws InterruptedException {
    if (thread.isPresent()) {
      thread.get().interrupt();
      thread.get().join();
      assertThat(closed).isTrue();
    }
  }

  private JobFeed feed(Function<JsonNode, String> function) {
    RequestStreamHandler handler =
        (in, out, context) -> {
          JsonNode event = MAPPER.readTree(in);
          assertThat(context.getRemainingTimeInMillis()).isPositive();
          out.write(function.apply(event).getBytes(StandardCharsets.UTF_8));
          events.add(event);
        };
    return feed(handler);
  }

  private JobFeed feed(RequestStreamHandler handler) {
    JobClaim claim =
        new JobClaim() {
          @Override
          public boolean isHeld() {
            return held.get();
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    JobFeed feed =
        new JobFeed(
            claim,
            queue,
            handler,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    thread = Optional.of(Thread.ofVirtual().start(feed));
    return feed;
  }

  private JsonNode event() throws InterruptedException {
    return Optional.ofNullable(events.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }

  private static JobId job(String name) {
    return new JobId(new DatasetName("quakes"), JobKind.COMPACT, name);
  }

  private int messages() {
    return store.list("queue/messages/", Optional.empty()).objects().size();
  }

  private void awaitMessages(int count) {
    long start = System.nanoTime();
    while (messages() != count && System.nanoTime() - start < 60_000_000_000L) {
      Thread.onSpinWait();
    }
    assertThat(messages()).isEqualTo(count);
  }

  @Test
  void aMessageIsHandedOverAsSqsDoesAndTakenOffTheQueue() throws Exception {
    queue.send(job("a"), Duration.ZERO);
    var _ = feed(event -> ALL_DONE);

    JsonNode message = event().path("Records").path(0);
    assertThat(message.path("body").asText()).isEqualTo("quakes.compact.a");
    assertThat(message.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(message.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
    awaitMessages(0);
  }

  @Test
  void aCallHasItLookAtOnce() throws Exception {
    JobFeed feed = feed(event -> ALL_DONE);
    for (String name : List.of("a", "b", "c")) {
      queue.send(job(name), Duration.ZERO);
      feed.call();
      assertThat(event().at("/Records/0/body").asText()).isEqualTo("quakes.compact." + name);
    }
    awaitMessages(0);
  }

  @Test
  void aMessageThatFailedStaysAndComesAgain() throws Exception {
    queue.send(job("a"), Duration.ZERO);
    JobFeed feed =
        feed(event ->
            event.at("/Records/0/attributes/ApproximateReceiveCount").asText().equals("1")
                ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"x\"}]}"
                : ALL_DONE);
    var _ = event();
    assertThat(messages()).isEqualTo(1);

    clock.pass(Duration.ofMinutes(7));
    feed.call();

    assertThat(event().at("/Records/0/attributes/ApproximateReceiveCount").asText()).isEqualTo("2");
    awaitMessages(0);
  }

  @Test
  void aFunctionThatThrowsDoesNotEndTheFeed() throws Exception {
    queue.send(job("a"), Duration.ZERO);
    JobFeed feed =
        feed((in, out, context) -> {
          JsonNode event = MAPPER.readTree(in);
          events.add(event);
          if (event.at("/Records/0/body").asText().endsWith("a")) {
            throw new IOException("broken");
          }
          out.write(ALL_DONE.getBytes(StandardCharsets.UTF_8));
        });
    var _ = event();

    queue.send(job("b"), Duration.ZERO);
    feed.call();

    assertThat(event().at("/Records/0/body").asText()).isEqualTo("quakes.compact.b");
    awaitMessages(1);
  }

  @Test
  void withoutTheRightToItDoesNothing() throws Exception {
    held.set(false);
    JobFeed feed = feed(event -> ALL_DONE);
    queue.send(job("a"), Duration.ZERO);
    feed.call();
    // Not before it has the right is the message handed over.
    assertThat(store.get(onlyMessage()).bytes()).asString().contains("\"deliveries\":0");

    held.set(true);
    feed.call();

    assertThat(event().at("/Records/0/body").asText()).isEqualTo("quakes.compact.a");
    awaitMessages(0);
  }

  private ObjectKey onlyMessage() {
    return store.list("queue/messages/", Optional.empty()).objects().getFirst().key();
  }
}
