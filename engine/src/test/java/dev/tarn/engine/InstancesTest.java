package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancesTest {
  private static final InstanceBounds BOUNDS = new InstanceBounds(512L << 20, 1, 1L << 30);

  @TempDir Path parent;

  private final AtomicInteger opened = new AtomicInteger();
  private final Instances instances =
      new Instances(
          (bounds, directory) -> {
            opened.incrementAndGet();
            return Instance.open(bounds, directory);
          },
          1);

  @AfterEach
  void nothingIsLeftOnDisk() throws IOException {
    try (var left = Files.list(parent)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void keepOneWhoseStatementEndedWell() throws Exception {
    Instance first = instances.take(BOUNDS, parent);
    run(first, "SELECT 1");
    instances.giveBack(first, true);

    Instance second = instances.take(BOUNDS, parent);

    assertThat(second).isSameAs(first);
    assertThat(opened).hasValue(1);
    run(second, "SELECT 1");
    instances.giveBack(second, false);
  }

  @Test
  void keepNoneWhoseStatementDidNot() throws Exception {
    Instance first = instances.take(BOUNDS, parent);
    run(first, "SELECT 1");
    instances.giveBack(first, false);

    Instance second = instances.take(BOUNDS, parent);

    assertThat(second).isNotSameAs(first);
    assertThatExceptionOfType(SQLException.class).isThrownBy(first::connect);
    instances.giveBack(second, false);
  }

  @Test
  void leaveNothingOfOneStatementToTheNext() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    Instance instance = instances.take(BOUNDS, parent);
    Path admitted;
    try (Database database = instance.connect()) {
      admitted = instance.admit(file);
      database.execute("CREATE TEMP TABLE temporary (i INTEGER)");
      database.execute("SET VARIABLE kept = 1");
      database.execute("BEGIN TRANSACTION");
      database.execute("CREATE TABLE only_here (i INTEGER)");
      database.execute("CREATE VIEW v AS FROM only_here");
    }
    instances.giveBack(instance, true);

    assertThat(admitted).doesNotExist();
    assertThat(file).exists();
    Instance next = instances.take(BOUNDS, parent);
    assertThat(next).isSameAs(instance);
    try (Database database = next.connect()) {
      for (String name : List.of("temporary", "only_here", "v")) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> database.execute("FROM " + name));
      }
      assertThat(database.text("SELECT coalesce(getvariable('kept'), 'gone')", List.of()))
          .isEqualTo("gone");
    }
    instances.giveBack(next, false);
  }

  @Test
  void setTheSameForEachStatement() throws Exception {
    for (int statement = 0; statement < 2; statement++) {
      Instance instance = instances.take(BOUNDS, parent);
      try (Database database = instance.connect()) {
        assertThat(database.text("SELECT current_setting('memory_limit')", List.of()))
            .isEqualTo("512.0 MiB");
        assertThat(database.text("SELECT current_setting('TimeZone')", List.of())).isEqualTo("UTC");
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> database.execute("SELECT nothing"))
            .withMessageContaining("\"exception_type\"");
      }
      instances.giveBack(instance, true);
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void keepNoneThatSpilled() throws Exception {
    InstanceBounds little = new InstanceBounds(64L << 20, 1, 1L << 30);
    Instance instance = instances.take(little, parent);
    run(
        instance,
        "CREATE TEMP TABLE t AS SELECT md5(i::VARCHAR) AS d FROM range(3000000) r(i) ORDER BY d");
    assertThat(Database.spill(instance.directory())).exists();

    instances.giveBack(instance, true);

    Instance next = instances.take(little, parent);
    assertThat(next).isNotSameAs(instance);
    instances.giveBack(next, false);
  }

  @Test
  void giveOneOfOtherBoundsOrPlaceToNobodyElse() throws Exception {
    Instance instance = instances.take(BOUNDS, parent);
    instances.giveBack(instance, true);

    Instance larger = instances.take(new InstanceBounds(1L << 30, 1, 1L << 30), parent);
    assertThat(larger).isNotSameAs(instance);
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Instance other = instances.take(BOUNDS, elsewhere);
    assertThat(other).isNotSameAs(instance);

    instances.giveBack(larger, true);
    instances.giveBack(other, false);
    assertThatExceptionOfType(SQLException.class).as("surplus").isThrownBy(instance::connect);
    Files.delete(elsewhere);
  }

  private static void run(Instance instance, String sql) throws SQLException {
    try (Database database = instance.connect()) {
      database.execute(sql);
    }
  }
}
