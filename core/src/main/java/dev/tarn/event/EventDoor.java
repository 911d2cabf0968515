package dev.tarn.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/// Which service invokes a function.
enum EventDoor {
  /// API Gateway, with a request.
  HTTP,
  /// SQS, with messages.
  QUEUE,
  /// EventBridge Scheduler, with what is due.
  CLOCK,
  /// S3, with objects that were put, by itself or through EventBridge.
  FILE;

  /// What Lambda hands to a function at most.
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  private static final JsonFactory JSON = new JsonFactory();

  /// The event that `in` holds. Throws [IllegalArgumentException] for one larger than any.
  static byte[] read(InputStream in) throws IOException {
    return read(in, MAX_BYTES);
  }

  /// The same, of up to `most` bytes.
  static byte[] read(InputStream in, int most) throws IOException {
    byte[] event = in.readNBytes(most + 1);
    if (event.length > most) {
      throw new IllegalArgumentException("the event has more than " + most + " bytes");
    }
    return event;
  }

  /// Looks at the names of the event's own fields, as far as is needed.
  static EventDoor of(byte[] event) throws IOException {
    try (JsonParser parser = JSON.createParser(event)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          switch (parser.currentName()) {
            case "Records" -> {
              return ofRecords(parser);
            }
            case "detail-type", "Service" -> {
              return FILE;
            }
            case "task" -> {
              return CLOCK;
            }
            case "routeKey" -> {
              return HTTP;
            }
            default -> {
              parser.nextToken();
              parser.skipChildren();
            }
          }
        }
      }
      throw new IllegalArgumentException(
          "the event is of none of API Gateway, SQS, S3 and EventBridge");
    }
  }

  /// Looks at where the first record says that it is from.
  private static EventDoor ofRecords(JsonParser parser) throws IOException {
    if (parser.nextToken() == JsonToken.START_ARRAY
        && parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("eventSource")) {
          return "aws:s3".equals(parser.getText()) ? FILE : QUEUE;
        }
        parser.skipChildren();
      }
    }
    return QUEUE;
  }
}
