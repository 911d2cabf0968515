package dev.tarn.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tarn.store.FaultyStore.Faults;
import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {
  private final MemoryStore objects = new MemoryStore(InstantSource.system());

  @Test
  void failsAsOftenAsToldBeforeAndAfterTheEffect() {
    FaultyStore store = new FaultyStore(objects, 42, new Faults(0.1, 0.2, Duration.ZERO));
    List<ObjectKey> failed = puts(store, 1000);
    long effective = failed.stream().filter(key -> objects.head(key).isPresent()).count();

    assertThat(failed).hasSize(store.errors() + store.lostAnswers());
    assertThat(effective).isEqualTo(store.lostAnswers());
    assertThat(store.errors()).isBetween(70, 130);
    assertThat(store.lostAnswers()).isBetween(160, 240);
    assertThat(store.calls()).isEqualTo(1000);
  }

  @Test
  void failsTheSameCallsWithTheSameSeed() {
    Faults faults = new Faults(0.3, 0.3, Duration.ofNanos(1));

    assertThat(puts(new FaultyStore(objects, 7, faults), 100))
        .isEqualTo(puts(new FaultyStore(objects, 7, faults), 100))
        .isNotEqualTo(puts(new FaultyStore(objects, 8, faults), 100));
  }

  @Test
  void asksTheHookBeforeAndAfterEachCall() {
    List<FaultyStore.Call> calls = new ArrayList<>();
    FaultyStore store =
        new FaultyStore(
            objects,
            call -> {
              calls.add(call);
              if (call.number() == 2 && call.answered()) {
                throw new IllegalStateException("killed");
              }
            });
    store.put(new ObjectKey("a"), new byte[0]);

    assertThatIllegalStateException()
        .isThrownBy(() -> store.putIfAbsent(new ObjectKey("b"), new byte[0]));
    assertThat(objects.head(new ObjectKey("b"))).isPresent();
    assertThat(calls)
        .containsExactly(
            new FaultyStore.Call(1, "put", "a", false),
            new FaultyStore.Call(1, "put", "a", true),
            new FaultyStore.Call(2, "putIfAbsent", "b", false),
            new FaultyStore.Call(2, "putIfAbsent", "b", true));
  }

  private static List<ObjectKey> puts(FaultyStore store, int count) {
    List<ObjectKey> failed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectKey key = new ObjectKey("k" + i);
      try {
        store.put(key, "x".getBytes(UTF_8));
      } catch (StoreException e) {
        failed.add(key);
      }
    }
    return failed;
  }
}
