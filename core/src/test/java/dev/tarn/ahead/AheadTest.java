package dev.tarn.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AheadTest {
  @Test
  void makeItOnceOnAThreadOfItsOwn() {
    AtomicInteger makings = new AtomicInteger();

    Ahead<Thread> ahead =
        Ahead.of(
            "maker",
            () -> {
              makings.incrementAndGet();
              return Thread.currentThread();
            });

    assertThat(ahead.get()).isSameAs(ahead.get()).isNotSameAs(Thread.currentThread());
    assertThat(ahead.get().getName()).isEqualTo("maker");
    assertThat(ahead.get().isDaemon()).isTrue();
    assertThat(makings).hasValue(1);
  }

  @Test
  void beginBeforeItIsAskedFor() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);

    var _ =
        Ahead.of(
            "maker",
            () -> {
              begun.countDown();
              return "made";
            });

    begun.await();
  }

  @Test
  void throwEachTimeWhatWentWrong() {
    Ahead<String> ahead =
        Ahead.of(
            "maker",
            () -> {
              throw new IllegalStateException("no room");
            });

    assertThatIllegalStateException().isThrownBy(ahead::get).withMessage("no room");
    assertThatIllegalStateException().isThrownBy(ahead::get).withMessage("no room");
  }

  @Test
  void waitForItThoughInterrupted() {
    CountDownLatch asked = new CountDownLatch(1);
    Ahead<String> ahead =
        Ahead.of(
            "maker",
            () -> {
              try {
                asked.await();
                return "made";
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    Thread.currentThread().interrupt();
    asked.countDown();

    assertThat(ahead.get()).isEqualTo("made");
    assertThat(Thread.interrupted()).isTrue();
  }
}
