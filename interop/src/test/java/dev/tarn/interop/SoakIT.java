package dev.tarn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks Tarn hostile and normal queries, several at once.
///
/// The system properties `tarn.soak.queries` and `tarn.soak.seed` ask for more and others.
class SoakIT {
  private static final int QUERIES = Integer.getInteger("tarn.soak.queries", 40);
  private static final long SEED = Long.getLong("tarn.soak.seed", 20261129);
  private static final int CLIENTS = 3;
  private static final int RECORDS = 1000;
  private static final String TWO_SECONDS = ", \"timeoutSeconds\": 2";

  /// What the engine of one query may have in this process, which is the least there is.
  private static final long ENGINE_BYTES = 512L << 20;

  /// The heap and the JVM itself, twice what the engines may have, and what the watch allows for.
  private static final long MOST_MEMORY = (1L << 30) + 2 * CLIENTS * ENGINE_BYTES + ENGINE_BYTES;

  private static final long MOST_TEMPORARY = CLIENTS * (1L << 30);
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Soak", "fields": [
         {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
         {"name": "batch", "type": "string"},
         {"name": "n", "type": "int"}]},
       "eventTime": "time"}
      """;

  @TempDir Path lake;
  @TempDir Path temporary;

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong mostMemory = new AtomicLong();
  private final AtomicLong mostTemporary = new AtomicLong();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();

  @Test
  void hostileQueriesEndInProblemsAndNormalOnesInRightAnswers()
      throws IOException, InterruptedException, ExecutionException {
    List<String> options = List.of("-Xmx256m", "-Djava.io.tmpdir=" + temporary);
    try (TarnProcess tarn = TarnProcess.start(lake, options)) {
      assertThat(tarn.put("/v1/datasets/soak", DEFINITION).statusCode()).isEqualTo(201);
      assertThat(tarn.records("soak", Optional.empty(), lines()).statusCode()).isEqualTo(201);
      try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          Random random = new Random(SEED + i);
          running.add(clients.submit(() -> ask(tarn, random)));
        }
        for (Future<?> client : running) {
          client.get();
        }
      }
      System.out.printf(
          "%d queries of seed %d: %s; at most %d MiB of memory, %d MiB of temporary files%n",
          QUERIES, SEED, new TreeMap<>(answers), mostMemory.get() >> 20, mostTemporary.get() >> 20);

      assertThat(mostMemory.get()).isLessThan(MOST_MEMORY);
      assertThat(mostTemporary.get()).isLessThan(MOST_TEMPORARY);
      assertCleanedUp();
      HttpResponse<String> answer = tarn.query(sum(RECORDS));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains(expected(RECORDS));
    }
  }

  private static String lines() {
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < RECORDS; n++) {
      lines.append(
          """
          {"time": "2026-03-0%dT12:00:00Z", "batch": "b%d", "n": %d}
          """
              .formatted(1 + n % 9, n % 10, n));
    }
    return lines.toString();
  }

  private static String sum(int below) {
    return "SELECT count(*) || ':' || sum(n) AS s FROM soak WHERE n < " + below;
  }

  private static String expected(int below) {
    return "\"" + below + ":" + (long) below * (below - 1) / 2 + "\"";
  }

  private Void ask(TarnProcess tarn, Random random) throws IOException, InterruptedException {
    while (asked.incrementAndGet() <= QUERIES) {
      int below = 1 + random.nextInt(RECORDS);
      boolean hostile = random.nextInt(3) > 0;
      String sql = hostile ? HostileQueries.next(random) : sum(below);
      HttpResponse<String> answer = tarn.query(sql, TWO_SECONDS);
      check(sql, answer);
      if (!hostile && answer.statusCode() == 200) {
        assertThat(answer.body()).as(sql).contains(expected(below));
      }
      answers.merge((hostile ? "hostile " : "normal ") + answer.statusCode(), 1, Integer::sum);
      mostMemory.accumulateAndGet(memory(tarn.pid()), Math::max);
      mostTemporary.accumulateAndGet(temporaryBytes(), Math::max);
    }
    return null;
  }

  private static void check(String sql, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertThat(answer.statusCode()).as("%s: %s", sql, answer.body()).isNotEqualTo(500);
    if (answer.statusCode() >= 300) {
      assertThat(type).as(sql).startsWith("application/problem+json");
    }
  }

  private static long memory(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    }
  }

  private long temporaryBytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.toList()) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // A query has ended meanwhile, and its files with it.
      return bytes;
    }
    return bytes;
  }

  /// What was left behind to end by itself has a while to do so.
  private void assertCleanedUp() throws IOException {
    long end = System.nanoTime() + 60_000_000_000L;
    Path scratch = temporary.resolve("tarn-query");
    while (!isEmpty(scratch) && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(scratch).isEmptyDirectory();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }
}
