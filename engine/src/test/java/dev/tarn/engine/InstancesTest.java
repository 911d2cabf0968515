package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InstancesTest {
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

    try (Database first = instances.take()) {
      first.execute("CREATE TABLE only_here (i INTEGER)");
      assertThat(openings.poll(10, TimeUnit.SECONDS)).isSameAs(Thread.currentThread());
      assertThat(openings.poll(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      try (Database second = instances.take()) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> second.execute("FROM only_here"));
        assertThat(openings.poll(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      }
    }
    instances.take().close();
  }

  @Test
  void openAnotherWhereTheNextOneFailed() throws Exception {
    Database first = instances.take();
    first.close();
    failing = true;
    instances.take().close();
    assertThatExceptionOfType(SQLException.class).isThrownBy(instances::take);
    failing = false;

    try (Database another = instances.take()) {
      another.execute("SELECT 1");
    }
  }

  @Test
  void leaveAnInterruptionToTheCaller() throws Exception {
    instances.take().close();
    Thread.currentThread().interrupt();

    try (Database taken = instances.take()) {
      assertThat(Thread.interrupted()).isTrue();
      taken.execute("SELECT 1");
    }
  }
}
