package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.local.gateway.LocalContext;
import dev.tarn.local.queue.DiskMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
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
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      SqsMessages event = new SqsMessages("tarn-ingest");
      for (DiskMessage message : messages) {
        event.add(message, MessageAttributes.read(message.group()));
      }
      function.handleRequest(
          new ByteArrayInputStream(event.bytes()),
          answer,
          new LocalContext(
              Operation.Function.INGEST,
              UUID.randomUUID().toString(),
              LocalEvents.RUN,
              functionLog));
      return event.done(answer.toByteArray());
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} messages could not be handed over", messages.size(), e);
      return Set.of();
    }
  }
}
