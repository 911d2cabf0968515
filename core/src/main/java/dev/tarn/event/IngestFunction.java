package dev.tarn.event;

import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.logging.LogContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/// The ingest function with its doors: requests come from API Gateway, messages with records from
/// SQS. Which one an event came through is told by its fields.
public final class IngestFunction {
  /// More than Lambda hands to a function: a body that is too large is answered, not thrown.
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private final HttpApiFunction http;
  private final SqsRecordsFunction queue;

  /// Serves through the doors given.
  public IngestFunction(HttpApiFunction http, SqsRecordsFunction queue) {
    this.http = http;
    this.queue = queue;
  }

  /// Answers the event that `in` holds on `out`. Throws [IllegalArgumentException] for an event of
  /// no kind that is known.
  ///
  /// @param deadline no batch of messages is begun after it
  public void handle(InputStream in, OutputStream out, String invocationId, Instant deadline)
      throws IOException {
    byte[] event = EventDoor.read(in, MOST_BYTES);
    switch (EventDoor.of(event)) {
      case HTTP -> http.handle(new ByteArrayInputStream(event), out, invocationId);
      case QUEUE -> {
        try (LogContext _ = LogContext.open(invocationId, Optional.empty())) {
          queue.handle(new ByteArrayInputStream(event), out, deadline);
        }
      }
      case CLOCK -> throw new IllegalArgumentException("a clock starts nothing here");
    }
  }
}
