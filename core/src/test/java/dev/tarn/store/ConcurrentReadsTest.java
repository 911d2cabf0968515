package dev.tarn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrentReadsTest {
  @Test
  void resultsComeInTheOrderOfTheItems() {
    List<Integer> items = IntStream.range(0, 1_000).boxed().toList();

    assertThat(ConcurrentReads.map(items, item -> item * 2))
        .isEqualTo(items.stream().map(item -> item * 2).toList());
  }

  @Test
  void severalReadsAreUnderWayAtOnce() {
    CountDownLatch together = new CountDownLatch(16);

    assertThat(ConcurrentReads.map(IntStream.range(0, 16).boxed().toList(), item -> meet(together)))
        .containsOnly(true);
  }

  private static boolean meet(CountDownLatch together) {
    together.countDown();
    try {
      return together.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void whatAReadThrowsIsThrown() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() ->
            ConcurrentReads.map(
                List.of(1, 2, 3),
                item -> {
                  if (item == 2) {
                    throw new StoreException("the second");
                  }
                  return item;
                }))
        .withMessage("the second");
  }
}
