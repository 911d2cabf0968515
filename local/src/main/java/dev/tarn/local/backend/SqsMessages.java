package dev.tarn.local.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.queue.DiskMessage;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The document in which Lambda hands the messages of a queue to a function, and the function's
/// answer to it (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
final class SqsMessages {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ObjectNode document = MAPPER.createObjectNode();
  private final ArrayNode records = document.putArray("Records");
  private final Set<UUID> ids = new HashSet<>();
  private final String queue;

  /// Messages of the queue of that name.
  SqsMessages(String queue) {
    this.queue = queue;
  }

  /// Adds a message with its attributes, which are texts.
  void add(DiskMessage message, Map<String, String> texts) {
    ids.add(message.id());
    ObjectNode record = records.addObject();
    record.put("messageId", message.id().toString());
    record.put("receiptHandle", message.id() + "-" + message.receives());
    record.put("body", message.body());
    record
        .putObject("attributes")
        .put("ApproximateReceiveCount", Integer.toString(message.receives()))
        .put("SentTimestamp", Long.toString(message.sent().toEpochMilli()));
    ObjectNode attributes = record.putObject("messageAttributes");
    texts.forEach((name, value) ->
        attributes.putObject(name).put("stringValue", value).put("dataType", "String"));
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", "arn:aws:sqs:local:000000000000:" + queue);
    record.put("awsRegion", "local");
  }

  /// The document.
  byte[] bytes() throws IOException {
    return MAPPER.writeValueAsBytes(document);
  }

  /// The messages that `answer` does not name as failed. Throws [IOException] where it is no JSON,
  /// and [IllegalArgumentException] where it names what cannot be a message.
  Set<UUID> done(byte[] answer) throws IOException {
    Set<UUID> done = new HashSet<>(ids);
    for (JsonNode failed : MAPPER.readTree(answer).path("batchItemFailures")) {
      done.remove(UUID.fromString(failed.path("itemIdentifier").asText()));
    }
    return done;
  }
}
