package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.SETTINGS;
import static dev.tarn.table.delta.TableFixture.definition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.FaultyStore;
import dev.tarn.store.memory.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeltaTableFaultTest {
  @Test
  void everyBatchIsCommittedOnceOverAStoreThatFailsAndLosesAnswers()
      throws InterruptedException, ExecutionException {
    MemoryStore store = new MemoryStore(Clock.systemUTC());
    assertThat(new DeltaTables(store, Clock.systemUTC(), SETTINGS).create(definition()))
        .isPresent();
    AtomicInteger seed = new AtomicInteger(1);
    List<FaultyStore> stores = Collections.synchronizedList(new ArrayList<>());

    new ConcurrentWriters(
            () -> {
              FaultyStore faulty =
                  new FaultyStore(
                      store,
                      seed.getAndIncrement(),
                      new FaultyStore.Faults(0.1, 0.2, Duration.ofMillis(1)));
              stores.add(faulty);
              return faulty;
            },
            SETTINGS)
        .run();

    assertThat(stores.stream().mapToInt(FaultyStore::errors).sum()).isGreaterThan(50);
    assertThat(stores.stream().mapToInt(FaultyStore::lostAnswers).sum()).isGreaterThan(100);
  }

  @Test
  void everyBatchIsCommittedOnceByWritersThatRace()
      throws InterruptedException, ExecutionException {
    MemoryStore store = new MemoryStore(Clock.systemUTC());
    assertThat(new DeltaTables(store, Clock.systemUTC(), SETTINGS).create(definition()))
        .isPresent();

    new ConcurrentWriters(() -> store, SETTINGS).run();
  }
}
