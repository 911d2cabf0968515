package dev.tarn.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeteredStoreTest {
  private static final ObjectKey KEY = new ObjectKey("d/a");

  private final MemoryStore objects = new MemoryStore(InstantSource.system());
  private final MeteredStore store = new MeteredStore(objects);

  @Test
  void countsRequestsByKindAndBytes() {
    ETag etag = store.put(KEY, "0123456789".getBytes(UTF_8)).etag();
    store.putIfMatch(KEY, "abcdefgh".getBytes(UTF_8), etag);
    store.putIfAbsent(KEY, "x".getBytes(UTF_8));
    store.get(KEY);
    store.getRange(KEY, 6, 100);
    store.getSuffix(KEY, 3);
    store.head(KEY);
    store.list("", Optional.empty());
    store.listDirectories("");
    store.copy(KEY, new ObjectKey("b"));
    store.presignGet(KEY, Duration.ofMinutes(1));
    store.delete(List.of(KEY));

    assertThat(store.usage()).isEqualTo(new StoreUsage(3, 3, 2, 1, 1, 1, 8 + 2 + 3, 10 + 8 + 1));
    assertThat(store.usage().requests()).isEqualTo(11);
  }

  @Test
  void countsADeletionForEachThousandKeys() {
    store.delete(IntStream.range(0, 1001).mapToObj(i -> new ObjectKey("k" + i)).toList());
    store.delete(List.of());

    assertThat(store.usage().deletes()).isEqualTo(2);
  }

  @Test
  void countsARequestThatFails() {
    assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(() -> store.get(KEY));

    assertThat(store.usage()).isEqualTo(new StoreUsage(1, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void tellsWhatWasAskedSince() {
    store.put(KEY, "0123456789".getBytes(UTF_8));
    StoreUsage before = store.usage();
    store.get(KEY);

    assertThat(store.usage().minus(before)).isEqualTo(new StoreUsage(1, 0, 0, 0, 0, 0, 10, 0));
    assertThat(before.minus(before)).isEqualTo(StoreUsage.NONE);
  }
}
