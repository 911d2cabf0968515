package dev.tarn.local.gateway;

import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Puts requests onto a queue, and answers as API Gateway's integration `SQS-SendMessage` does: in
/// the XML that SQS answers SendMessage with (Amazon SQS API Reference, `SendMessage`). What SQS
/// would refuse is told as a problem.
final class QueuedRequests {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String DATASET = SqsRecordsFunction.DATASET;
  private static final String STRING = "String";

  private final EventQueue queue;

  QueuedRequests(EventQueue queue) {
    this.queue = queue;
  }

  /// Puts `body` onto the queue, for the dataset that the path names, with what the sender's token
  /// claims, if they have one. Throws [IOException] if that failed.
  Answer send(String dataset, Optional<Map<String, String>> claims, byte[] body, String requestId)
      throws IOException {
    if (body.length > MOST_BYTES) {
      return Answer.problem(
          new Problem.PayloadTooLarge(
              "the body is " + body.length + " bytes, and a message has " + MOST_BYTES),
          requestId);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return Answer.problem(new Problem.MalformedRequest("the body is no UTF-8"), requestId);
    }
    if (text.isEmpty()) {
      return Answer.problem(new Problem.MalformedRequest("the body is empty"), requestId);
    }
    if (!text.codePoints().allMatch(QueuedRequests::isAllowed)) {
      return Answer.problem(
          new Problem.MalformedRequest(
              "the body has a character that no message may have: control characters but tab and"
                  + " line ends, U+FFFE or U+FFFF"),
          requestId);
    }
    SortedMap<String, String> attributes = new TreeMap<>(Map.of(DATASET, dataset));
    claims
        .map(all -> SqsRecordsFunction.CLAIMED + all.getOrDefault("datasets", ""))
        .ifPresent(claim -> SqsRecordsFunction.CLAIMS.forEach(name -> attributes.put(name, claim)));
    EventQueue.Taken taken = queue.send(attributes, text);
    return new Answer(
        202,
        Map.of("content-type", List.of("text/xml")),
        new Answer.Body(
            ("<?xml version=\"1.0\"?><SendMessageResponse"
                    + " xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><SendMessageResult>"
                    + element("MessageId", taken.id().toString())
                    + element("MD5OfMessageBody", md5(body))
                    + element("MD5OfMessageAttributes", md5Of(attributes))
                    + "</SendMessageResult><ResponseMetadata>"
                    + element("RequestId", taken.id().toString())
                    + "</ResponseMetadata></SendMessageResponse>")
                .getBytes(StandardCharsets.UTF_8)));
  }

  private static String element(String name, String value) {
    return "<" + name + ">" + value + "</" + name + ">";
  }

  /// XML's characters, which SQS takes.
  private static boolean isAllowed(int c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xfffe && c != 0xffff);
  }

  /// Of a message's attributes by name: lengths and texts of name, type and value, with what kind
  /// the value is between (Amazon SQS Developer Guide, "Calculating the MD5 message digest for
  /// message attributes").
  private static String md5Of(SortedMap<String, String> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    attributes.forEach((name, value) -> {
      put(bytes, name);
      put(bytes, STRING);
      bytes.write(1);
      put(bytes, value);
    });
    return md5(bytes.toByteArray());
  }

  private static void put(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
