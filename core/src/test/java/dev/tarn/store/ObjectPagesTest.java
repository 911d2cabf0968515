package dev.tarn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.store.memory.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectPagesTest {
  private final MemoryStore memory =
      new MemoryStore(new ManualClock(Instant.parse("2026-03-01T00:00:00Z")));
  private final MeteredStore store = new MeteredStore(memory);

  private void put(int objects) {
    for (int i = 0; i < objects; i++) {
      var _ = memory.put(new ObjectKey("a/%05d".formatted(i)), new byte[0]);
    }
    var _ = memory.put(new ObjectKey("b"), new byte[0]);
  }

  private static List<String> keys(ObjectPages pages) {
    List<String> keys = new ArrayList<>();
    pages.forEach(page -> page.forEach(object -> keys.add(object.key().value())));
    return keys;
  }

  @Test
  void allObjectsBelowThePrefixComeOnce() {
    put(2_500);

    assertThat(keys(new ObjectPages(store, "a/")))
        .hasSize(2_500)
        .startsWith("a/00000")
        .endsWith("a/02499")
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(store.usage().lists()).isEqualTo(3);
  }

  @Test
  void thoseAfterAKeyComeAlone() {
    put(3);

    assertThat(keys(new ObjectPages(store, "a/", Optional.of("a/00000"))))
        .containsExactly("a/00001", "a/00002");
  }

  @Test
  void whatWasListedMayBeDeletedMeanwhile() {
    put(2_500);
    for (List<ObjectSummary> page : new ObjectPages(store, "a/")) {
      store.delete(page.stream().map(ObjectSummary::key).toList());
    }

    assertThat(keys(new ObjectPages(store, ""))).containsExactly("b");
  }

  @Test
  void wholePagesAreNotFollowedByAnEmptyOne() {
    put(1_000);

    assertThat(new ObjectPages(store, "a/")).hasSize(1);
  }

  @Test
  void withoutObjectsThereIsNoPage() {
    Iterator<List<ObjectSummary>> none = new ObjectPages(store, "a/").iterator();

    assertThat(none.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(none::next);
  }
}
