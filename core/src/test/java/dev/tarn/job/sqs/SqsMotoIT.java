package dev.tarn.job.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.aws.MotoServer;
import dev.tarn.aws.Patience;
import dev.tarn.aws.ServiceClients;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue.Delivery;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The queue against a server that others wrote. Its clock is the real one, so nothing here waits
/// for a delay or a visibility to end.
class SqsMotoIT {
  private static final JobId A = new JobId(new DatasetName("orders"), JobKind.EXPORT, "a");
  private static final JobId B = new JobId(new DatasetName("orders"), JobKind.AUDIT, "b");
  private static final int MAX_DELIVERIES = 3;

  private static MotoServer server;
  private static SqsClient client;

  private String url;
  private String deadUrl;
  private SqsJobQueue queue;

  @BeforeAll
  static void start() throws IOException {
    server = MotoServer.start();
    client =
        ServiceClients.client(
            SqsClient.builder(),
            "eu-central-1",
            Optional.of(server.endpoint()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Patience.DEFAULT);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
      server.close();
    }
  }

  @BeforeEach
  void createQueues(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    deadUrl = client.createQueue(request -> request.queueName(name + "-dead")).queueUrl();
    String deadArn =
        client
            .getQueueAttributes(
                request -> request.queueUrl(deadUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    String redrive =
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
            .formatted(deadArn, MAX_DELIVERIES);
    url =
        client
            .createQueue(request ->
                request
                    .queueName(name)
                    .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
            .queueUrl();
    queue = new SqsJobQueue(client, url, Duration.ofMinutes(20));
  }

  @Test
  void aMessageIsReceivedByOneUntilItIsAcknowledged() {
    queue.send(A, Duration.ZERO);
    queue.send(B, Duration.ofMinutes(15));

    Delivery delivery = only(queue.receive(10));
    assertThat(delivery.job()).isEqualTo(A);
    assertThat(delivery.deliveries()).isEqualTo(1);
    assertThat(queue.receive(10)).isEmpty();

    queue.acknowledge(delivery);
    queue.acknowledge(delivery);
    assertThat(queue.receive(10)).isEmpty();
  }

  @Test
  void aPostponedMessageComesAgainAndIsCounted() {
    queue.send(A, Duration.ZERO);

    queue.postpone(only(queue.receive(1)), Duration.ZERO);
    Delivery second = only(queue.receive(1));
    assertThat(second.deliveries()).isEqualTo(2);

    queue.postpone(second, Duration.ofHours(1));
    assertThat(queue.receive(1)).isEmpty();
  }

  @Test
  void aMessageThatIsReceivedTooOftenIsPutAside() {
    queue.send(A, Duration.ZERO);
    for (int i = 1; i <= MAX_DELIVERIES; i++) {
      Delivery delivery = only(queue.receive(1));
      assertThat(delivery.deliveries()).isEqualTo(i);
      queue.postpone(delivery, Duration.ZERO);
    }

    assertThat(queue.receive(1)).isEmpty();
    SqsJobQueue dead = new SqsJobQueue(client, deadUrl, Duration.ofMinutes(1));
    assertThat(only(dead.receive(1)).job()).isEqualTo(A);
  }

  @Test
  void aMessageThatNamesNoJobIsLeftInTheQueue() {
    var _ = client.sendMessage(request -> request.queueUrl(url).messageBody("poison"));
    queue.send(A, Duration.ZERO);

    assertThat(only(queue.receive(10)).job()).isEqualTo(A);
    assertThat(
            client
                .getQueueAttributes(request ->
                    request
                        .queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes())
        .containsValue("2");
  }

  @Test
  void aDeliveryOfAMessageThatIsGoneHasNoSay() {
    queue.send(A, Duration.ZERO);
    Delivery delivery = only(queue.receive(1));
    queue.acknowledge(delivery);

    queue.postpone(delivery, Duration.ZERO);

    assertThat(queue.receive(1)).isEmpty();
  }

  @Test
  void aQueueThatIsNotThereIsTheStoresFailure() {
    SqsJobQueue none = new SqsJobQueue(client, url + "-none", Duration.ofMinutes(1));

    assertThatThrownBy(() -> none.send(A, Duration.ZERO)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> none.receive(1)).isInstanceOf(StoreException.class);
  }

  private static Delivery only(List<Delivery> deliveries) {
    assertThat(deliveries).hasSize(1);
    return deliveries.getFirst();
  }
}
