package dev.tarn.event;

import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.clock.Clockwork;
import dev.tarn.clock.event.ClockEvent;
import dev.tarn.job.sqs.SqsJobFunction;
import dev.tarn.logging.LogContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/// One function with three doors: requests come from API Gateway, jobs from SQS, and what is due
/// from EventBridge Scheduler. Which one an event came through is told by its fields.
public final class EventFunction {
  private final HttpApiFunction http;
  private final SqsJobFunction jobs;
  private final Clockwork clockwork;

  /// Serves through the doors given.
  public EventFunction(HttpApiFunction http, SqsJobFunction jobs, Clockwork clockwork) {
    this.http = http;
    this.jobs = jobs;
    this.clockwork = clockwork;
  }

  /// Answers the event that `in` holds on `out`. Throws [IllegalArgumentException] for an event of
  /// no kind that is known, and what starting a clock's task throws, so that it is sent again.
  ///
  /// @param deadline when jobs are to have ended
  public void handle(InputStream in, OutputStream out, String invocationId, Instant deadline)
      throws IOException {
    byte[] event = EventDoor.read(in);
    switch (EventDoor.of(event)) {
      case HTTP -> http.handle(new ByteArrayInputStream(event), out, invocationId);
      case QUEUE -> {
        try (LogContext _ = LogContext.open(invocationId, Optional.empty())) {
          jobs.handle(new ByteArrayInputStream(event), out, deadline);
        }
      }
      case FILE -> throw new IllegalArgumentException("files are for the ingest function");
      case CLOCK -> {
        ClockEvent due =
            ClockEvent.read(JsonDocument.object(event))
                .orElseThrow(() -> new IllegalArgumentException("a clock's task is a text"));
        try (LogContext _ = LogContext.open(invocationId, Optional.empty())) {
          clockwork.start(due.task(), due.time());
        }
        out.write(JsonDocument.bytes(JsonDocument.newObject().put("started", due.task().label())));
      }
    }
  }
}
