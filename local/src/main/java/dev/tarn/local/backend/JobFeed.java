package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.job.JobQueue;
import dev.tarn.local.gateway.LocalContext;
import dev.tarn.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the messages of a queue to the export function, one at a time, in the events that SQS
/// hands them over in.
final class JobFeed implements Runnable {
  /// How long a job may run at a time.
  static final Duration RUN = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(JobFeed.class);
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

  private final JobClaim claim;
  private final JobQueue queue;
  private final RequestStreamHandler function;
  private final PrintStream functionLog;
  private final Semaphore calls = new Semaphore(0);

  /// @param claim given back when the feed ends
  JobFeed(JobClaim claim, JobQueue queue, RequestStreamHandler function, PrintStream functionLog) {
    this.claim = claim;
    this.queue = queue;
    this.function = function;
    this.functionLog = functionLog;
  }

  /// Has it look at the queue at once.
  void call() {
    calls.release();
  }

  @Override
  public void run() {
    try (claim) {
      while (!Thread.currentThread().isInterrupted()) {
        Duration pause = feed();
        boolean called = calls.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        if (called) {
          calls.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration feed() {
    try {
      if (!claim.isHeld()) {
        return PAUSE;
      }
      List<JobQueue.Delivery> received = queue.receive(1);
      while (!received.isEmpty() && !Thread.currentThread().isInterrupted()) {
        for (JobQueue.Delivery delivery : received) {
          if (isDone(delivery)) {
            queue.acknowledge(delivery);
          }
        }
        received = queue.receive(1);
      }
      return PAUSE;
    } catch (StoreException e) {
      LOG.warn("the queue of jobs cannot be read", e);
      return PAUSE_AFTER_FAILURE;
    }
  }

  private boolean isDone(JobQueue.Delivery delivery) {
    String id = UUID.randomUUID().toString();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      function.handleRequest(
          new ByteArrayInputStream(MAPPER.writeValueAsBytes(event(delivery, id))),
          answer,
          new LocalContext(Operation.Function.EXPORT, id, RUN, functionLog));
      JsonNode failures = MAPPER.readTree(answer.toByteArray()).path("batchItemFailures");
      return failures.isEmpty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("job {} could not be handed over", delivery.job(), e);
      return false;
    }
  }

  private static ObjectNode event(JobQueue.Delivery delivery, String id) {
    ObjectNode event = MAPPER.createObjectNode();
    ObjectNode message = event.putArray("Records").addObject();
    message.put("messageId", id);
    message.put("receiptHandle", delivery.handle());
    message.put("body", delivery.job().toString());
    message.put("eventSource", "aws:sqs");
    message.put("eventSourceARN", "arn:aws:sqs:local:000000000000:tarn-jobs");
    message.put("awsRegion", "local");
    message
        .putObject("attributes")
        .put("ApproximateReceiveCount", Integer.toString(delivery.deliveries()));
    return event;
  }
}
