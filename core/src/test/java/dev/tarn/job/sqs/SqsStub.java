package dev.tarn.job.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/// A queue of SQS with a redrive policy, and its dead letters.
final class SqsStub extends JsonServiceStub {
  private final Clock clock;
  private final int maxReceiveCount;
  private final List<Message> messages = new ArrayList<>();
  private final List<String> dead = new ArrayList<>();
  private int named;

  /// A message, with what changes of it.
  private static final class Message {
    private final String id;
    private final String body;
    private Instant visible;
    private String handle = "";
    private int received;

    Message(String id, String body, Instant visible) {
      this.id = id;
      this.body = body;
      this.visible = visible;
    }
  }

  SqsStub(Clock clock, int maxReceiveCount) throws IOException {
    super("AmazonSQS");
    this.clock = clock;
    this.maxReceiveCount = maxReceiveCount;
    start();
  }

  String queueUrl() {
    return endpoint() + "/123456789012/jobs";
  }

  /// The bodies of the messages that were put aside.
  synchronized List<String> dead() {
    return List.copyOf(dead);
  }

  /// The bodies of the messages in the queue, hidden or not.
  synchronized List<String> kept() {
    return messages.stream().map(message -> message.body).toList();
  }

  /// Puts a message of whatever body in the queue.
  synchronized void put(String body) {
    messages.add(new Message("message-" + ++named, body, clock.instant()));
  }

  @Override
  protected synchronized ObjectNode answer(String operation, JsonNode request) {
    require(queueUrl().equals(request.path("QueueUrl").asText()), "queue");
    return switch (operation) {
      case "SendMessage" -> send(request);
      case "ReceiveMessage" -> receive(request);
      case "DeleteMessage" -> delete(request);
      case "ChangeMessageVisibility" -> changeVisibility(request);
      default -> throw new Refusal(400, "UnsupportedOperation", operation);
    };
  }

  private ObjectNode send(JsonNode request) {
    int delay = request.path("DelaySeconds").asInt(-1);
    if (delay < 0 || delay > 900) {
      throw new Refusal(400, "InvalidParameterValue", "DelaySeconds");
    }
    String body = request.path("MessageBody").asText();
    String id = "message-" + ++named;
    messages.add(new Message(id, body, clock.instant().plusSeconds(delay)));
    return newObject().put("MessageId", id).put("MD5OfMessageBody", md5(body));
  }

  private ObjectNode receive(JsonNode request) {
    int most = request.path("MaxNumberOfMessages").asInt(1);
    int visibility = request.path("VisibilityTimeout").asInt(-1);
    if (most < 1 || most > 10 || visibility < 0 || visibility > 43_200) {
      throw new Refusal(400, "InvalidParameterValue", "MaxNumberOfMessages, VisibilityTimeout");
    }
    require(request.path("WaitTimeSeconds").asInt(-1) == 0, "waits");
    require(
        request
            .path("MessageSystemAttributeNames")
            .path(0)
            .asText()
            .equals("ApproximateReceiveCount"),
        "attributes");
    ObjectNode answer = newObject();
    ArrayNode received = answer.putArray("Messages");
    Iterator<Message> all = messages.iterator();
    while (all.hasNext() && received.size() < most) {
      Message message = all.next();
      if (!message.visible.isAfter(clock.instant())) {
        if (message.received == maxReceiveCount) {
          dead.add(message.body);
          all.remove();
        } else {
          message.received++;
          message.handle = message.id + "#" + message.received;
          message.visible = clock.instant().plus(Duration.ofSeconds(visibility));
          describe(message, received.addObject());
        }
      }
    }
    return answer;
  }

  private static void describe(Message message, ObjectNode to) {
    to.put("MessageId", message.id)
        .put("ReceiptHandle", message.handle)
        .put("MD5OfBody", md5(message.body))
        .put("Body", message.body);
    to.putObject("Attributes").put("ApproximateReceiveCount", "" + message.received);
  }

  private ObjectNode delete(JsonNode request) {
    requireHandle(request);
    // Succeeds for an older handle, and for one of a message that is gone.
    messages.removeIf(message -> message.handle.equals(request.path("ReceiptHandle").asText()));
    return newObject();
  }

  private ObjectNode changeVisibility(JsonNode request) {
    requireHandle(request);
    String handle = request.path("ReceiptHandle").asText();
    Message message =
        messages.stream()
            .filter(candidate -> candidate.handle.equals(handle))
            .findFirst()
            .orElseThrow(() ->
                new Refusal(
                    400,
                    "InvalidParameterValue",
                    "Value " + handle + " for parameter ReceiptHandle is invalid"));
    if (!message.visible.isAfter(clock.instant())) {
      throw new Refusal(400, "com.amazonaws.sqs#MessageNotInflight", handle);
    }
    message.visible = clock.instant().plusSeconds(request.path("VisibilityTimeout").asInt());
    return newObject();
  }

  private static void requireHandle(JsonNode request) {
    if (!request.path("ReceiptHandle").asText().startsWith("message-")) {
      throw new Refusal(404, "com.amazonaws.sqs#ReceiptHandleIsInvalid", "no handle");
    }
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
