package dev.tarn.event;

import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.ingest.upload.UploadsFunction;
import dev.tarn.job.sqs.SqsEvent;
import dev.tarn.logging.LogContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/// The ingest function with its doors: requests come from API Gateway, messages with records from
/// SQS, and what S3 tells of uploaded files from another queue, or without one. Which one an event
/// came through is told by its fields, and by the queue that a message came from.
public final class IngestFunction {
  /// More than Lambda hands to a function: a body that is too large is answered, not thrown.
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private final HttpApiFunction http;
  private final SqsRecordsFunction queue;
  private final UploadsFunction uploads;

  /// Serves through the doors given.
  public IngestFunction(HttpApiFunction http, SqsRecordsFunction queue, UploadsFunction uploads) {
    this.http = http;
    this.queue = queue;
    this.uploads = uploads;
  }

  /// Answers the event that `in` holds on `out`. Throws [IllegalArgumentException] for an event of
  /// no kind that is known, and as [UploadsFunction#handle(byte[], OutputStream, Instant)] does.
  ///
  /// @param deadline no batch of messages and no slice of a file is begun after it
  public void handle(InputStream in, OutputStream out, String invocationId, Instant deadline)
      throws IOException {
    byte[] event = EventDoor.read(in, MOST_BYTES);
    switch (EventDoor.of(event)) {
      case HTTP -> http.handle(new ByteArrayInputStream(event), out, invocationId);
      case QUEUE -> {
        try (LogContext _ = LogContext.open(invocationId, Optional.empty())) {
          messages(SqsEvent.read(new ByteArrayInputStream(event)), out, deadline);
        }
      }
      case FILE -> {
        try (LogContext _ = LogContext.open(invocationId, Optional.empty())) {
          uploads.handle(event, out, deadline);
        }
      }
      case CLOCK -> throw new IllegalArgumentException("a clock starts nothing here");
    }
  }

  /// The messages of one event are of one queue.
  private void messages(SqsEvent event, OutputStream out, Instant deadline) throws IOException {
    if (event.messages().stream().noneMatch(UploadsFunction::isOf)) {
      queue.handle(event, out, deadline);
    } else if (event.messages().stream().allMatch(UploadsFunction::isOf)) {
      uploads.handle(event, out, deadline);
    } else {
      throw new IllegalArgumentException("the event has messages of several queues");
    }
  }
}
