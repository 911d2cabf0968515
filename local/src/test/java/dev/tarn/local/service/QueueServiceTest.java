package dev.tarn.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.store.memory.MemoryStore;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueServiceTest {
  private static final String JOB = "readings.audit.20260131T050000Z-a";

  private final Clock clock = Clock.systemUTC();
  private final StoredJobQueue queue =
      new StoredJobQueue(new MemoryStore(clock), clock, Duration.ofMinutes(1), 10);

  private HttpResponse<String> send(String target, String body) throws Exception {
    try (QueueService service = new QueueService(queue)) {
      Map<String, String> headers = new HashMap<>(ServiceCall.SIGNED);
      headers.put("x-amz-target", target);
      return ServiceCall.send(service.queueUrl(), headers, body);
    }
  }

  @Test
  void aMessageIsPutIntoTheQueueAndAnsweredWithItsDigest() throws Exception {
    HttpResponse<String> answer =
        send("AmazonSQS.SendMessage", "{\"MessageBody\": \"" + JOB + "\", \"DelaySeconds\": 0}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).containsPattern("\"MD5OfMessageBody\":\"[0-9a-f]{32}\"");
    assertThat(queue.receive(1))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.job()).hasToString(JOB));
  }

  @Test
  void whatIsNoMessageOfAJobIsRefused() throws Exception {
    assertThat(send("AmazonSQS.SendMessage", "{\"MessageBody\": \"no job\"}").statusCode())
        .isEqualTo(400);
    assertThat(send("AmazonSQS.SendMessage", "{").statusCode()).isEqualTo(400);
    assertThat(send("AmazonSQS.PurgeQueue", "{}").statusCode()).isEqualTo(400);
    assertThat(
            send(
                    "AmazonSQS.SendMessage",
                    "{\"MessageBody\": \"" + JOB + "\", \"DelaySeconds\": 901}")
                .statusCode())
        .isEqualTo(400);
    assertThat(queue.receive(1)).isEmpty();
  }

  @Test
  void whatNoSdkHasSignedIsRefused() throws Exception {
    try (QueueService service = new QueueService(queue)) {
      HttpResponse<String> answer =
          ServiceCall.send(
              service.queueUrl(),
              Map.of("x-amz-target", "AmazonSQS.SendMessage"),
              "{\"MessageBody\": \"" + JOB + "\"}");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(queue.receive(1)).isEmpty();
    }
  }
}
