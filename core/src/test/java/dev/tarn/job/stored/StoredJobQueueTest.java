package dev.tarn.job.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobQueueContractTest;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredJobQueueTest extends JobQueueContractTest {
  private final MemoryStore store = new MemoryStore(clock);

  @Override
  protected JobQueue open() {
    return queue(store);
  }

  @Override
  protected List<JobId> dead() {
    return queue(store).dead();
  }

  private StoredJobQueue queue(ObjectStore over) {
    return new StoredJobQueue(over, clock, VISIBILITY, MAX_DELIVERIES);
  }

  @Test
  void messagesOutliveTheQueue() {
    queue(store).send(A, Duration.ZERO);
    queue(store).send(B, Duration.ofMinutes(5));

    JobQueue.Delivery first = only(queue(store).receive(10));
    assertThat(first.job()).isEqualTo(A);
    assertThat(queue(store).receive(10)).isEmpty();
    clock.pass(VISIBILITY);
    JobQueue.Delivery second = only(queue(store).receive(10));
    assertThat(second.deliveries()).isEqualTo(2);
    queue(store).acknowledge(second);

    clock.pass(Duration.ofMinutes(2));
    assertThat(only(queue(store).receive(10)).job()).isEqualTo(B);
  }

  @Test
  void manyMessagesAreAllReceived() {
    for (int i = 0; i < 2_500; i++) {
      queue(store).send(A, Duration.ZERO);
    }

    assertThat(queue(store).receive(10_000)).hasSize(2_500);
  }

  @Test
  void aMessageWhosePuttingAsideWasCutOffIsDeadOnce() {
    queue(store).send(A, Duration.ZERO);
    for (int i = 1; i <= MAX_DELIVERIES; i++) {
      var _ = only(queue(store).receive(1));
      clock.pass(VISIBILITY);
    }
    FaultyStore dying =
        new FaultyStore(
            store,
            call -> {
              if (call.operation().equals("delete") && !call.answered()) {
                throw new StoreException("the process is gone");
              }
            });

    assertThatThrownBy(() -> queue(dying).receive(1)).isInstanceOf(StoreException.class);
    assertThat(queue(store).receive(1)).isEmpty();
    assertThat(dead()).containsExactly(A);
  }
}
