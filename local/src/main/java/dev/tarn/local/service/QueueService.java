package dev.tarn.local.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/// SQS for whoever sends jobs: SendMessage of the Amazon SQS API Reference, in its JSON protocol. A
/// message is kept in the lake's own queue, from which others hand it over.
public final class QueueService implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LONGEST_DELAY_SECONDS = 900;

  private final JobQueue queue;
  private final ServiceServer server;

  /// Starts serving. What is sent is put into `queue`.
  public QueueService(JobQueue queue) {
    this.queue = queue;
    this.server = ServiceServer.start(this::answer);
  }

  /// Where the service is.
  public URI endpoint() {
    return server.endpoint();
  }

  /// The address of its one queue.
  public URI queueUrl() {
    return endpoint().resolve("/000000000000/tarn-jobs");
  }

  private ServiceAnswer answer(String target, byte[] body) {
    if (!target.equals("AmazonSQS.SendMessage")) {
      throw new IllegalArgumentException("'" + target + "' is not served");
    }
    JsonNode request;
    try {
      request = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the request is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused a read", e);
    }
    String message = request.path("MessageBody").asText();
    int delay = request.path("DelaySeconds").asInt();
    if (delay < 0 || delay > LONGEST_DELAY_SECONDS) {
      throw new IllegalArgumentException("DelaySeconds is " + delay);
    }
    JobId job =
        JobId.parse(message)
            .orElseThrow(() -> new IllegalArgumentException("the message names no job"));
    queue.send(job, Duration.ofSeconds(delay));
    return ServiceAnswer.json(
        200,
        MAPPER
            .createObjectNode()
            .put("MessageId", UUID.randomUUID().toString())
            .put("MD5OfMessageBody", md5(message))
            .toString());
  }

  /// SQS answers with it, and the SDK compares.
  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
