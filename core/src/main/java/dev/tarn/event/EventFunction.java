package dev.tarn.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
  /// What Lambda hands to a function at most.
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  private static final JsonFactory JSON = new JsonFactory();

  private final HttpApiFunction http;
  private final SqsJobFunction jobs;
  private final Clockwork clockwork;

  /// Serves through the doors given.
  public EventFunction(HttpApiFunction http, SqsJobFunction jobs, Clockwork clockwork) {
    this.http = http;
    this.jobs = jobs;
    this.clockwork = clockwork;
  }

  private enum Door {
    HTTP,
    JOBS,
    CLOCK
  }

  /// Answers the event that `in` holds on `out`. Throws [IllegalArgumentException] for an event of
  /// no kind that is known, and what starting a clock's task throws, so that it is sent again.
  ///
  /// @param deadline when jobs are to have ended
  public void handle(InputStream in, OutputStream out, String invocationId, Instant deadline)
      throws IOException {
    byte[] event = in.readNBytes(MAX_BYTES + 1);
    if (event.length > MAX_BYTES) {
      throw new IllegalArgumentException("the event has more than " + MAX_BYTES + " bytes");
    }
    switch (door(event)) {
      case HTTP -> http.handle(new ByteArrayInputStream(event), out, invocationId);
      case JOBS -> {
        try (LogContext _ = LogContext.open(invocationId, Optional.empty())) {
          jobs.handle(new ByteArrayInputStream(event), out, deadline);
        }
      }
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

  /// Looks at the names of the event's own fields, as far as is needed.
  private static Door door(byte[] event) throws IOException {
    try (JsonParser parser = JSON.createParser(event)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          switch (parser.currentName()) {
            case "Records" -> {
              return Door.JOBS;
            }
            case "task" -> {
              return Door.CLOCK;
            }
            case "routeKey" -> {
              return Door.HTTP;
            }
            default -> {
              parser.nextToken();
              parser.skipChildren();
            }
          }
        }
      }
      throw new IllegalArgumentException(
          "the event is of none of API Gateway, SQS and EventBridge Scheduler");
    }
  }
}
