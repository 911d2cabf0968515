package dev.tarn.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeftoversTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final Leftovers leftovers =
      new Leftovers(
          List.of(
              new Leftovers.Rule(
                  store, dataset -> "receipts/" + dataset + "/", Duration.ofDays(30)),
              new Leftovers.Rule(store, dataset -> "staging/" + dataset + "/", Duration.ofDays(7))),
          clock);

  private void put(String key) {
    var _ = store.put(new ObjectKey(key), new byte[0]);
  }

  private List<String> keys() {
    return store.list("", Optional.empty()).objects().stream()
        .map(ObjectSummary::key)
        .map(ObjectKey::value)
        .toList();
  }

  @Test
  void whatIsOldEnoughIsDeletedByItsKindAndDataset() {
    put("receipts/a/1.json");
    put("receipts/ab/1.json");
    put("staging/a/x/1");
    put("tables/a/1");
    clock.pass(Duration.ofDays(8));
    put("receipts/a/2.json");
    put("staging/a/x/2");

    assertThat(leftovers.delete(new DatasetName("a"))).isEqualTo(1);
    assertThat(keys())
        .containsExactly(
            "receipts/a/1.json",
            "receipts/a/2.json",
            "receipts/ab/1.json",
            "staging/a/x/2",
            "tables/a/1");

    clock.pass(Duration.ofDays(25));
    assertThat(leftovers.delete(new DatasetName("a"))).isEqualTo(2);
    assertThat(keys()).containsExactly("receipts/a/2.json", "receipts/ab/1.json", "tables/a/1");
  }

  @Test
  void morePagesThanOneAreDeleted() {
    for (int i = 0; i < 2_500; i++) {
      put("receipts/a/" + i + ".json");
    }
    clock.pass(Duration.ofDays(31));

    assertThat(leftovers.delete(new DatasetName("a"))).isEqualTo(2_500);
    assertThat(keys()).isEmpty();
  }
}
