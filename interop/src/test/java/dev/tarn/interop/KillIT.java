package dev.tarn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills Tarn in the middle of ingest, again and again.
class KillIT {
  private static final int KILLS = 20;
  private static final int CLIENTS = 4;
  private static final int ROWS = 6;
  private static final long MOST_NANOS_LATER = 20_000_000;
  private static final String COUNTS =
      "SELECT batch, COUNT(*) AS n FROM killed WHERE batch >= '%s' AND batch < '%s' GROUP BY batch";
  private static final Pattern LINE =
      Pattern.compile("\"batch\":\\s*\"([^\"]+)\",\\s*\"n\":\\s*\"?(\\d+)");
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Killed", "fields": [
         {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
         {"name": "batch", "type": "string"},
         {"name": "number", "type": "int"}]},
       "eventTime": "time"}
      """;

  @TempDir Path lake;
  @TempDir Path scratch;

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger batches = new AtomicInteger();
  private final Random random = new Random(42);

  @Test
  void everyAnsweredBatchSurvivesOnceAndNoBatchIsThereInPart()
      throws IOException, InterruptedException, ExecutionException {
    try (TarnProcess tarn = TarnProcess.start(lake)) {
      assertThat(tarn.put("/v1/datasets/killed", DEFINITION).statusCode()).isEqualTo(201);
      // The archive of classes that it leaves has then what those need that are killed.
      String batch = "before-all-rounds";
      assertThat(tarn.records("killed", Optional.of(batch), lines(batch)).statusCode())
          .isEqualTo(201);
      assertThat(counts(tarn, batch, round(0))).isEqualTo(Map.of(batch, (long) ROWS));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      TarnProcess tarn = TarnProcess.start(lake);
      verify(counts(tarn, round(kill - 1), round(kill)), kill - 1);
      sendAndKill(tarn, kill, 1 + random.nextInt(5));
    }
    assertThat(answered).hasSizeGreaterThan(KILLS);
    assertThat(sent).hasSizeGreaterThan(answered.size());

    try (TarnProcess tarn = TarnProcess.start(lake)) {
      for (String batch : sent) {
        assertThat(tarn.records("killed", Optional.of(batch), lines(batch)).statusCode())
            .isEqualTo(201);
      }
      for (int kill = 0; kill < KILLS; kill++) {
        answered.addAll(sent);
        verify(counts(tarn, round(kill), round(kill + 1)), kill);
      }
    }
    try (SparkLake spark = new SparkLake(lake, scratch)) {
      spark.open("killed");
      Map<String, Long> read = new HashMap<>();
      for (Row row : spark.query(COUNTS.formatted(round(0), round(KILLS)))) {
        read.put(row.getString(0), row.getLong(1));
      }
      assertThat(read).containsOnlyKeys(sent);
      assertThat(read.values()).allMatch(rows -> rows == ROWS);
    }
  }

  /// What the names of a round's batches start with; the rounds' are in order.
  private static String round(int kill) {
    return "round-%02d".formatted(kill + 1);
  }

  private void verify(Map<String, Long> counts, int kill) {
    assertThat(counts.keySet()).containsAll(of(answered, kill)).isSubsetOf(of(sent, kill));
    assertThat(counts.values()).allMatch(rows -> rows == ROWS);
  }

  private static List<String> of(Set<String> names, int kill) {
    return names.stream().filter(batch -> batch.startsWith(round(kill))).toList();
  }

  /// Rows of each batch whose name is not before `from` and before `to`.
  private static Map<String, Long> counts(TarnProcess tarn, String from, String to)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = tarn.query(COUNTS.formatted(from, to));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Long> counts = new HashMap<>();
    Matcher line = LINE.matcher(answer.body());
    while (line.find()) {
      assertThat(counts.put(line.group(1), Long.valueOf(line.group(2)))).isNull();
    }
    return counts;
  }

  /// Has clients send batch after batch, and kills the process a moment after `answers` of them
  /// were answered, whatever it is doing then.
  private void sendAndKill(TarnProcess tarn, int kill, int answers)
      throws InterruptedException, ExecutionException {
    CountDownLatch enough = new CountDownLatch(answers);
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      Future<?>[] running = new Future<?>[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        running[i] = clients.submit(() -> send(tarn, kill, enough));
      }
      enough.await();
      LockSupport.parkNanos(random.nextLong(MOST_NANOS_LATER));
      tarn.kill();
      for (Future<?> client : running) {
        client.get();
      }
    }
  }

  private void send(TarnProcess tarn, int kill, CountDownLatch enough) {
    while (true) {
      String batch = round(kill) + "-" + batches.incrementAndGet();
      sent.add(batch);
      HttpResponse<String> answer;
      try {
        answer = tarn.records("killed", Optional.of(batch), lines(batch));
      } catch (IOException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      answered.add(batch);
      enough.countDown();
    }
  }

  /// Records of two days, so that a batch has two files.
  private static String lines(String batch) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      lines.append(
          """
          {"time": "2026-03-0%dT12:00:00Z", "batch": "%s", "number": %d}
          """
              .formatted(1 + i % 2, batch, i));
    }
    return lines.toString();
  }
}
