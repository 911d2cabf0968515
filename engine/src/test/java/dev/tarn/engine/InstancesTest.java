package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final InstanceBounds BOUNDS = new InstanceBounds(512L << 20, 1, 1L << 30);

  private final BlockingQueue<Thread> openings = new LinkedBlockingQueue<>();
  private volatile boolean failing;
  private final Instances instances =
      new Instances(() -> {
        openings.add(Thread.currentThread());
        if (failing) {
          throw new SQLException("no room");
        }
        return Database.open();
      });

  @Test
  void openTheNextOneWhileOneIsUsed() throws Exception {
    assertThat(openings).isEmpty();

    try (Database first = instances.take(BOUNDS)) {
      first.execute("CREATE TABLE only_here (i INTEGER)");
      assertThat(openings.poll(10, TimeUnit.SECONDS)).isSameAs(Thread.currentThread());
      assertThat(openings.poll(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      try (Database second = instances.take(BOUNDS)) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> second.execute("FROM only_here"));
        assertThat(openings.poll(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      }
    }
    instances.take(BOUNDS).close();
  }

  @Test
  void boundTheNextOneAsTheOneBefore() throws Exception {
    instances.take(BOUNDS).close();

    try (Database next = instances.take(BOUNDS)) {
      assertThat(next.text("SELECT current_setting('memory_limit')", List.of()))
          .isEqualTo("512.0 MiB");
      next.bound(new InstanceBounds(1L << 30, 1, 1L << 30));
      assertThat(next.text("SELECT current_setting('memory_limit')", List.of()))
          .isEqualTo("1.0 GiB");
    }
  }

  @Test
  void openAnotherWhereTheNextOneFailed() throws Exception {
    Database first = instances.take(BOUNDS);
    first.close();
    failing = true;
    instances.take(BOUNDS).close();
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> instances.take(BOUNDS));
    failing = false;

    try (Database another = instances.take(BOUNDS)) {
      another.execute("SELECT 1");
    }
  }

  @Test
  void leaveAnInterruptionToTheCaller() throws Exception {
    instances.take(BOUNDS).close();
    Thread.currentThread().interrupt();

    try (Database taken = instances.take(BOUNDS)) {
      assertThat(Thread.interrupted()).isTrue();
      taken.execute("SELECT 1");
    }
  }
}
