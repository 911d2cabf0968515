package dev.tarn.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Events in the shapes that AWS documents, from files beside this class.
final class Event {
  static final JsonMapper MAPPER = new JsonMapper();

  private Event() {}

  /// A request as an HTTP API hands it over (payload format 2.0), from a caller with a token.
  static byte[] request(
      Operation operation, Map<String, String> parameters, String type, String body) {
    return bytes(document(operation, parameters, type, body));
  }

  static ObjectNode document(
      Operation operation, Map<String, String> parameters, String type, String body) {
    ObjectNode event = read("http-api.json");
    String path = operation.path();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
    }
    event.put("routeKey", operation.routeKey()).put("rawPath", path);
    ((ObjectNode) event.at("/requestContext")).put("routeKey", operation.routeKey());
    ((ObjectNode) event.at("/requestContext/http"))
        .put("method", operation.method())
        .put("path", path);
    parameters.forEach(((ObjectNode) event.path("pathParameters"))::put);
    if (!body.isEmpty()) {
      ((ObjectNode) event.path("headers")).put("content-type", type);
      // As API Gateway carries what is of no text type.
      boolean text = type.equals("application/json");
      event.put("body", text ? body : Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
      event.put("isBase64Encoded", !text);
    }
    return event;
  }

  /// A message for each of `jobs`, as Lambda takes them off a queue.
  static byte[] messages(List<String> jobs) {
    ObjectNode event = read("sqs.json");
    JsonNode example = event.path("Records").get(0).deepCopy();
    var records = event.putArray("Records");
    for (String job : jobs) {
      ObjectNode message = example.deepCopy();
      records.add(message.put("messageId", "message-" + records.size()).put("body", job));
    }
    return bytes(event);
  }

  /// A message for each of `bodies`, with records for `dataset`, as API Gateway sends it and Lambda
  /// takes it off a queue, sent with a token that is good for all datasets.
  static byte[] records(String dataset, List<String> bodies) {
    ObjectNode event = read("sqs.json");
    JsonNode example = event.path("Records").get(0).deepCopy();
    var records = event.putArray("Records");
    for (String body : bodies) {
      ObjectNode message = example.deepCopy();
      message.put("messageId", dataset + "-" + records.size()).put("body", body);
      ObjectNode attributes = message.putObject("messageAttributes");
      attribute(attributes, "access", "datasets *");
      attribute(attributes, "dataset", dataset);
      attribute(attributes, "writer", "datasets *");
      records.add(message);
    }
    return bytes(event);
  }

  /// A message with `document` as it is, as the rule of uploads puts it onto the queue and Lambda
  /// takes it off.
  static byte[] upload(JsonNode document) {
    ObjectNode event = read("sqs.json");
    ((ObjectNode) event.at("/Records/0"))
        .put("messageId", "upload-0")
        .put("body", document.toString())
        .put("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:tarn-uploads");
    return bytes(event);
  }

  /// What S3 tells EventBridge of an object that was put (Amazon S3 User Guide, "EventBridge event
  /// message structure").
  static ObjectNode objectCreated(String bucket, String key) {
    ObjectNode event = read("s3-object-created.json");
    ((ObjectNode) event.at("/detail/bucket")).put("name", bucket);
    ((ObjectNode) event.at("/detail/object")).put("key", key);
    return event;
  }

  /// What S3 tells a queue or a function of it by itself (Amazon S3 User Guide, "Event message
  /// structure"). Nothing of `key` needs escapes.
  static ObjectNode notification(String bucket, String key) {
    ObjectNode event = read("s3-notification.json");
    ((ObjectNode) event.at("/Records/0/s3/bucket")).put("name", bucket);
    ((ObjectNode) event.at("/Records/0/s3/object")).put("key", key);
    return event;
  }

  private static void attribute(ObjectNode attributes, String name, String value) {
    attributes
        .putObject(name)
        .put("stringValue", value)
        .put("dataType", "String")
        .putArray("stringListValues");
  }

  /// What a schedule of EventBridge Scheduler sends.
  static byte[] clock(String task) {
    return bytes(read("scheduler.json").put("task", task));
  }

  static ObjectNode read(String file) {
    try (InputStream in = Objects.requireNonNull(Event.class.getResourceAsStream(file), file)) {
      return (ObjectNode) MAPPER.readTree(in);
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  static byte[] bytes(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
