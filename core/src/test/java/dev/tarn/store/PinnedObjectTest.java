package dev.tarn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PinnedObjectTest {
  private static final ObjectKey KEY = new ObjectKey("a/b");

  private final MeteredStore store =
      new MeteredStore(new MemoryStore(new ManualClock(Instant.EPOCH)));
  private final byte[] content = new byte[10_000];

  PinnedObjectTest() {
    new Random(1).nextBytes(content);
  }

  private PinnedObject pinned() {
    ObjectSummary summary = store.put(KEY, content);
    return new PinnedObject(store, KEY, summary.etag(), summary.size());
  }

  @Test
  void aStreamHasTheContentFromAnyByteOn() throws IOException {
    PinnedObject object = pinned();
    for (int offset : new int[] {0, 1, 999, 1_000, 9_999, 10_000, 20_000}) {
      try (InputStream in = object.from(offset, 1_000)) {
        byte[] expected = Arrays.copyOfRange(content, Math.min(offset, 10_000), 10_000);
        assertThat(in.readAllBytes()).isEqualTo(expected);
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void whatIsNotReadIsNotAskedForButForOneStep() throws IOException {
    PinnedObject object = pinned();
    long before = store.usage().gets();
    try (InputStream in = object.from(0, 1_000)) {
      assertThat(in.readNBytes(1_500)).hasSize(1_500);
    }
    assertThat(store.usage().gets() - before).isEqualTo(3);
  }

  @Test
  void rangesEndWithTheContent() {
    PinnedObject object = pinned();
    assertThat(object.size()).isEqualTo(10_000);
    assertThat(object.range(9_990, 100)).isEqualTo(Arrays.copyOfRange(content, 9_990, 10_000));
    assertThat(object.range(10_000, 1)).isEmpty();
    assertThat(object.range(5, 0)).isEmpty();
  }

  @Test
  void anotherContentIsNotRead() throws IOException {
    PinnedObject object = pinned();
    try (InputStream in = object.from(0, 1_000)) {
      assertThat(in.readNBytes(1_000)).hasSize(1_000);
      var _ = store.put(KEY, new byte[10_000]);
      assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(in::readAllBytes);
    }
    assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(() -> object.range(0, 1));
    store.delete(List.of(KEY));
    assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(() -> object.range(0, 1));
  }
}
