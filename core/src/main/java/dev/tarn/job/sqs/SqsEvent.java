package dev.tarn.job.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Messages as SQS hands them to a function, and the function's answer (AWS Lambda Developer Guide,
/// "Using Lambda with Amazon SQS").
public record SqsEvent(List<Delivered> messages) {
  /// What Lambda hands to a function at most.
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  /// What a batch of a standard queue has at most.
  private static final int MAX_MESSAGES = 10_000;

  private static final int MAX_ID = 100;
  private static final int MAX_HANDLE = 2_048;
  private static final int MAX_ARN = 256;
  private static final int MAX_BODY = 1024 * 1024;
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,13}");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  /// One message.
  ///
  /// @param id of the message
  /// @param handle of this delivery of it
  /// @param deliveries how many times it was received, this one included
  /// @param queue the ARN of the queue it came from
  /// @param sent when it was sent, if the event says so
  /// @param attributes the message's own attributes that are texts, by name
  public record Delivered(
      String id,
      String handle,
      String body,
      int deliveries,
      String queue,
      Optional<Instant> sent,
      Map<String, String> attributes) {
    public Delivered {
      attributes = Map.copyOf(attributes);
    }
  }

  public SqsEvent {
    messages = List.copyOf(messages);
  }

  /// Reads one event to its end. Throws [Problem.MalformedRequest] with the place at fault where
  /// `in` holds no such event, or one beyond what SQS and Lambda allow.
  public static SqsEvent read(InputStream in) throws IOException {
    byte[] document = in.readNBytes(MAX_BYTES + 1);
    if (document.length > MAX_BYTES) {
      throw malformed("", "the event has more than " + MAX_BYTES + " bytes");
    }
    if (!(JsonDocument.object(document).path("Records") instanceof ArrayNode records)) {
      throw malformed("/Records", "the event has no array of records");
    }
    if (records.size() > MAX_MESSAGES) {
      throw malformed(
          "/Records",
          records.size() + " records are more than the " + MAX_MESSAGES + " of a batch");
    }
    List<Delivered> messages = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      messages.add(message(records.get(i), "/Records/" + i));
    }
    return new SqsEvent(messages);
  }

  /// Writes the answer that leaves the messages of the ids `failed` in the queue, and takes the
  /// others off it.
  public static void answer(List<String> failed, OutputStream out) throws IOException {
    ObjectNode document = JsonDocument.newObject();
    ArrayNode failures = document.putArray("batchItemFailures");
    failed.forEach(id -> failures.addObject().put("itemIdentifier", id));
    out.write(JsonDocument.bytes(document));
  }

  private static Delivered message(JsonNode record, String at) {
    if (!text(record, at, "eventSource", MAX_ID).equals("aws:sqs")) {
      throw malformed(at + "/eventSource", "the record is not of SQS");
    }
    String id = text(record, at, "messageId", MAX_ID);
    if (id.isEmpty()) {
      throw malformed(at + "/messageId", "the record's message has no id");
    }
    JsonNode attributes = record.path("attributes");
    String count = text(attributes, at + "/attributes", "ApproximateReceiveCount", MAX_ID);
    if (!COUNT.matcher(count).matches()) {
      throw malformed(
          at + "/attributes/ApproximateReceiveCount", "'" + count + "' is no count of deliveries");
    }
    return new Delivered(
        id,
        text(record, at, "receiptHandle", MAX_HANDLE),
        text(record, at, "body", MAX_BODY),
        Integer.parseInt(count),
        text(record, at, "eventSourceARN", MAX_ARN),
        sent(attributes.path("SentTimestamp").asText()),
        texts(record.path("messageAttributes")));
  }

  private static Optional<Instant> sent(String millis) {
    return MILLIS.matcher(millis).matches()
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)))
        : Optional.empty();
  }

  private static Map<String, String> texts(JsonNode attributes) {
    Map<String, String> texts = new HashMap<>();
    attributes
        .properties()
        .forEach(attribute -> {
          JsonNode value = attribute.getValue().path("stringValue");
          if (value.isTextual()) {
            texts.put(attribute.getKey(), value.textValue());
          }
        });
    return texts;
  }

  private static String text(JsonNode object, String at, String field, int longest) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw malformed(at + "/" + field, "the record has no text there");
    }
    String text = value.textValue();
    if (text.length() > longest) {
      throw malformed(
          at + "/" + field, "the text has " + text.length() + " characters, more than " + longest);
    }
    return text;
  }

  private static ProblemException malformed(String pointer, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(pointer))).exception();
  }
}
