package dev.tarn.job.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.aws.JsonServiceStub.Fault;
import dev.tarn.aws.Patience;
import dev.tarn.aws.ServiceClients;
import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobQueueContractTest;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsJobQueueTest extends JobQueueContractTest {
  private static final Patience PATIENCE =
      new Patience(
          3,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          Duration.ofMillis(2));

  private final SqsStub stub;
  private final SqsClient client;

  SqsJobQueueTest() throws IOException {
    stub = new SqsStub(clock, MAX_DELIVERIES);
    client =
        ServiceClients.client(
            SqsClient.builder(),
            "eu-central-1",
            Optional.of(stub.endpoint()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            PATIENCE);
  }

  @Override
  protected JobQueue open() {
    return new SqsJobQueue(client, stub.queueUrl(), VISIBILITY);
  }

  @Override
  protected List<JobId> dead() {
    return stub.dead().stream().map(body -> JobId.parse(body).orElseThrow()).toList();
  }

  @AfterEach
  void noRequestBrokeTheRules() {
    client.close();
    stub.close();
    assertThat(stub.faults()).isEmpty();
  }

  @Test
  void aMessagesBodyIsTheJobsId() {
    open().send(A, Duration.ZERO);

    assertThat(stub.kept()).containsExactly("earthquakes.export.daily.2026-01-31");
  }

  @Test
  void receivesTenAtOnceAtMost() {
    for (int i = 0; i < 12; i++) {
      open().send(A, Duration.ZERO);
    }

    assertThat(open().receive(0)).isEmpty();
    assertThat(open().receive(50)).hasSize(10);
    assertThat(open().receive(50)).hasSize(2);
  }

  @Test
  void partsOfASecondCountAsWhole() {
    open().send(A, Duration.ofMillis(1_001));

    clock.pass(Duration.ofMillis(1_999));
    assertThat(open().receive(1)).isEmpty();
    clock.pass(Duration.ofMillis(1));
    assertThat(open().receive(1)).hasSize(1);
  }

  @Test
  void aMessageThatNamesNoJobIsLeftToBePutAside() {
    stub.put("poison\nERROR forged line");
    stub.put("");
    open().send(A, Duration.ZERO);

    assertThat(only(open().receive(10)).job()).isEqualTo(A);
    for (int i = 0; i < MAX_DELIVERIES; i++) {
      clock.pass(VISIBILITY);
      open().receive(10).forEach(open()::acknowledge);
    }

    assertThat(stub.dead()).containsExactly("poison\nERROR forged line", "");
    assertThat(stub.kept()).isEmpty();
  }

  @Test
  void aDeliveryWhoseHidingEndedCannotBePostponedAndThatIsNoFailure() {
    open().send(A, Duration.ZERO);
    JobQueue.Delivery delivery = only(open().receive(1));
    clock.pass(VISIBILITY);

    open().postpone(delivery, Duration.ofMinutes(1));
    assertThat(only(open().receive(1)).deliveries()).isEqualTo(2);
  }

  @Test
  void aForeignHandleHasNoSay() {
    JobQueue.Delivery foreign = new JobQueue.Delivery(A, "foreign", 1);

    assertThatCode(() -> open().acknowledge(foreign)).doesNotThrowAnyException();
    assertThatCode(() -> open().postpone(foreign, Duration.ZERO)).doesNotThrowAnyException();
  }

  @Test
  void throttlingAndBrokenServersAreTriedAgain() {
    stub.plan(new Fault.Refused(400, "RequestThrottled"));
    stub.plan(new Fault.Refused(503, "ServiceUnavailable"));
    open().send(A, Duration.ZERO);
    stub.plan(new Fault.Refused(500, "InternalFailure"));
    JobQueue.Delivery delivery = only(open().receive(1));
    stub.plan(new Fault.Refused(400, "ThrottlingException"));
    open().acknowledge(delivery);

    assertThat(stub.asked())
        .containsExactly(
            "SendMessage",
            "SendMessage",
            "SendMessage",
            "ReceiveMessage",
            "ReceiveMessage",
            "DeleteMessage",
            "DeleteMessage");
    assertThat(stub.kept()).isEmpty();
  }

  @Test
  void endlessThrottlingIsTheStoresFailureAfterTheLastAttempt() {
    for (int i = 0; i < 3; i++) {
      stub.plan(new Fault.Refused(400, "RequestThrottled"));
    }

    assertThatThrownBy(() -> open().send(A, Duration.ZERO))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "sending job earthquakes.export.daily.2026-01-31: HTTP 400 RequestThrottled after 3"
                + " attempts");
    assertThat(stub.asked()).hasSize(3);
  }

  @Test
  void aRefusalForGoodIsTheStoresFailureAtOnce() {
    stub.plan(new Fault.Refused(400, "AWS.SimpleQueueService.NonExistentQueue"));
    assertThatThrownBy(() -> open().receive(1))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("receiving jobs: HTTP 400");

    JobQueue.Delivery delivery = new JobQueue.Delivery(A, "message-1#1", 1);
    stub.plan(new Fault.Refused(403, "AccessDenied"));
    assertThatThrownBy(() -> open().acknowledge(delivery)).isInstanceOf(StoreException.class);
    stub.plan(new Fault.Refused(400, "InvalidParameterValue"));
    assertThatThrownBy(() -> open().postpone(delivery, Duration.ZERO))
        .isInstanceOf(StoreException.class);
    assertThat(stub.asked()).hasSize(3);
  }

  @Test
  void nobodyListeningIsTheStoresFailure() {
    stub.close();

    assertThatThrownBy(() -> open().send(A, Duration.ZERO))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("after 3 attempts");
  }

  @Test
  void aSendWhoseAnswerWasLostIsThereOnceOrTwice() {
    stub.plan(new Fault.Broken());
    open().send(A, Duration.ZERO);
    assertThat(stub.kept()).hasSize(2);

    stub.plan(new Fault.Unanswered());
    open().send(B, Duration.ZERO);
    assertThat(stub.kept()).contains(B.toString());
  }

  @Test
  void aReceiveWhoseAnswerWasLostHidesItsMessagesForTheirTime() {
    open().send(A, Duration.ZERO);
    stub.plan(new Fault.Broken());

    assertThat(open().receive(1)).isEmpty();
    clock.pass(VISIBILITY);
    assertThat(only(open().receive(1)).deliveries()).isEqualTo(2);
  }

  @Test
  void anAcknowledgementWhoseAnswerWasLostIsMadeAgain() {
    open().send(A, Duration.ZERO);
    JobQueue.Delivery delivery = only(open().receive(1));
    stub.plan(new Fault.Broken());

    open().acknowledge(delivery);

    assertThat(stub.kept()).isEmpty();
    assertThat(stub.asked()).endsWith("DeleteMessage", "DeleteMessage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1S", "PT15M0.001S"})
  void delaysBeyondFifteenMinutesAreRefused(Duration delay) {
    assertThatThrownBy(() -> open().send(A, delay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(delay.toString());
    assertThat(stub.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT0S", "PT0.5S", "PT12H1S"})
  void otherVisibilitiesThanThoseOfSqsAreRefused(Duration visibility) {
    assertThatThrownBy(() -> new SqsJobQueue(client, stub.queueUrl(), visibility))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
