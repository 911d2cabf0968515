package dev.tarn.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every queue of jobs promises.
public abstract class JobQueueContractTest {
  protected static final Duration VISIBILITY = Duration.ofMinutes(3);
  protected static final int MAX_DELIVERIES = 5;
  protected static final JobId A =
      new JobId(new DatasetName("earthquakes"), JobKind.EXPORT, "daily.2026-01-31");
  protected static final JobId B = new JobId(new DatasetName("earthquakes"), JobKind.COMPACT, "b");

  protected final ManualClock clock = new ManualClock(Instant.parse("2026-02-01T10:00:00Z"));
  private JobQueue queue;

  /// An empty queue with the visibility and deliveries above.
  protected abstract JobQueue open();

  /// The jobs put aside by the queue that was opened.
  protected abstract List<JobId> dead();

  @BeforeEach
  void openQueue() {
    queue = open();
  }

  @Test
  void anEmptyQueueGivesNone() {
    assertThat(queue.receive(10)).isEmpty();
  }

  @Test
  void aMessageIsReceivedByOne() {
    queue.send(A, Duration.ZERO);

    JobQueue.Delivery delivery = only(queue.receive(10));

    assertThat(delivery.job()).isEqualTo(A);
    assertThat(delivery.deliveries()).isEqualTo(1);
    assertThat(queue.receive(10)).isEmpty();
  }

  @Test
  void aDelayedMessageComesWhenItsTimeHasCome() {
    queue.send(A, Duration.ofSeconds(30));

    clock.pass(Duration.ofSeconds(29));
    assertThat(queue.receive(10)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(only(queue.receive(10)).job()).isEqualTo(A);
  }

  @Test
  void givesNoMoreThanAskedFor() {
    queue.send(A, Duration.ZERO);
    queue.send(B, Duration.ZERO);
    queue.send(A, Duration.ZERO);

    List<JobQueue.Delivery> all = new ArrayList<>(queue.receive(2));
    assertThat(all).hasSize(2);
    all.addAll(queue.receive(2));

    assertThat(all).extracting(JobQueue.Delivery::job).containsExactlyInAnyOrder(A, A, B);
    assertThat(all).extracting(JobQueue.Delivery::handle).doesNotHaveDuplicates();
  }

  @Test
  void anAcknowledgedMessageIsGone() {
    queue.send(A, Duration.ZERO);

    JobQueue.Delivery delivery = only(queue.receive(1));
    queue.acknowledge(delivery);
    queue.acknowledge(delivery);

    clock.pass(VISIBILITY);
    assertThat(queue.receive(10)).isEmpty();
    assertThat(dead()).isEmpty();
  }

  @Test
  void aMessageThatIsNotAcknowledgedComesAgain() {
    queue.send(A, Duration.ZERO);
    JobQueue.Delivery first = only(queue.receive(1));

    clock.pass(VISIBILITY.minusSeconds(1));
    assertThat(queue.receive(10)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    JobQueue.Delivery second = only(queue.receive(10));

    assertThat(second.job()).isEqualTo(A);
    assertThat(second.deliveries()).isEqualTo(2);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aPostponedMessageComesAfterThatDelay() {
    queue.send(A, Duration.ZERO);
    queue.postpone(only(queue.receive(1)), Duration.ofMinutes(10));

    clock.pass(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(queue.receive(10)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(only(queue.receive(10)).deliveries()).isEqualTo(2);
  }

  @Test
  void anOlderDeliveryHasNoSay() {
    queue.send(A, Duration.ZERO);
    JobQueue.Delivery first = only(queue.receive(1));
    clock.pass(VISIBILITY);
    JobQueue.Delivery second = only(queue.receive(1));

    queue.postpone(first, Duration.ZERO);
    queue.acknowledge(first);
    assertThat(queue.receive(10)).isEmpty();

    queue.acknowledge(second);
    clock.pass(VISIBILITY);
    assertThat(queue.receive(10)).isEmpty();
  }

  @Test
  void aMessageThatIsNeverAcknowledgedIsPutAside() {
    queue.send(A, Duration.ZERO);
    for (int i = 1; i <= MAX_DELIVERIES; i++) {
      assertThat(only(queue.receive(1)).deliveries()).isEqualTo(i);
      clock.pass(VISIBILITY);
    }

    assertThat(queue.receive(1)).isEmpty();
    assertThat(dead()).containsExactly(A);
    clock.pass(VISIBILITY);
    assertThat(queue.receive(1)).isEmpty();
  }

  /// The one delivery in `deliveries`.
  protected static JobQueue.Delivery only(List<JobQueue.Delivery> deliveries) {
    assertThat(deliveries).hasSize(1);
    return deliveries.getFirst();
  }
}
