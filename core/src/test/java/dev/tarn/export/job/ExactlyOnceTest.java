package dev.tarn.export.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.Principal;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.ExportWindow;
import dev.tarn.export.Schedule;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 200 windows, each with triggers that come twice, late and at once, and with a process that dies
/// at another call of the store: before it takes effect, or after.
class ExactlyOnceTest {
  private static final int WINDOWS = 200;
  private static final int RECORDS_AN_HOUR = 3;
  private static final ExportName HOURLY = new ExportName("hourly");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void eachWindowIsPublishedOnceWithEachOfItsRecords() throws Exception {
    ExportLake lake = new ExportLake(directory);
    ingest(lake, WINDOWS);
    schedule(lake);
    Set<String> hit = new ConcurrentSkipListSet<>();
    lake.clock.pass(Duration.ofHours(1));
    for (int window = 0; window < WINDOWS; window++) {
      // By then the window has ended, and every second time it has for some hours.
      int call = window / 2 + 1;
      boolean answered = window % 2 == 1;
      AtomicInteger calls = new AtomicInteger();
      ObjectStore faulty =
          new FaultyStore(
              lake.store,
              seen -> {
                if (seen.answered() == answered && calls.incrementAndGet() == call) {
                  hit.add(seen.operation() + " " + seen.answered());
                  throw new Killed();
                }
              });
      atOnce(
          () -> triggered(lake, faulty),
          () -> triggered(lake, faulty),
          () -> triggered(lake, lake.store));
      lake.clock.pass(Duration.ofMinutes(window % 2 == 0 ? 60 : 90));
      if (window % 10 == 9) {
        lake.clock.pass(Duration.ofMinutes(3));
        triggered(lake, lake.store);
      }
    }
    Instant end = START.plus(Duration.ofHours(WINDOWS));
    for (int i = 0; i < 100 && next(lake).isBefore(end); i++) {
      lake.clock.pass(Duration.ofMinutes(20));
      triggered(lake, lake.store);
    }

    // Which ones is up to the threads; the next test dies at every one.
    assertThat(hit).hasSizeGreaterThan(4);
    verify(lake, next(lake));
  }

  @Test
  void aWindowIsPublishedOnceWhereverItsProcessDies() throws Exception {
    Set<String> hit = new TreeSet<>();
    int last = callsOf(false, Integer.MAX_VALUE, hit);
    assertThat(last).isGreaterThan(25);
    for (int call = 1; call <= last; call++) {
      var _ = callsOf(false, call, hit);
      var _ = callsOf(true, call, hit);
    }
    for (String operation :
        List.of(
            "get",
            "getRange",
            "head",
            "list",
            "put",
            "putIfAbsent",
            "putIfMatch",
            "copy",
            "delete")) {
      assertThat(hit).contains(operation + " false", operation + " true");
    }
  }

  @Test
  void partsThatAreGoneBeforeTheyArePublishedAreWrittenAgain() throws Exception {
    ExportLake lake = new ExportLake(directory);
    ingest(lake, 2);
    schedule(lake);
    lake.clock.pass(Duration.ofHours(1));
    ObjectStore faulty =
        new FaultyStore(
            lake.store,
            seen -> {
              if (seen.operation().equals("copy")) {
                throw new Killed();
              }
            });
    triggered(lake, faulty);
    Set<String> staged = keys(lake, "staging/");
    assertThat(staged).isNotEmpty();
    lake.published.delete(staged.stream().map(ObjectKey::new).toList());

    lake.clock.pass(Duration.ofMinutes(19));
    triggered(lake, lake.store);

    assertThat(next(lake)).isEqualTo(START.plus(Duration.ofHours(1)));
    verify(lake, next(lake));
    assertThat(keys(lake, "staging/")).isEmpty();
  }

  @Test
  void windowsAreExportedOverAStoreThatFailsOften() throws Exception {
    ExportLake lake = new ExportLake(directory);
    ingest(lake, WINDOWS);
    schedule(lake);
    ObjectStore faulty =
        new FaultyStore(lake.store, 7, new FaultyStore.Faults(0.05, 0.05, Duration.ZERO));
    Instant end = START.plus(Duration.ofHours(50));
    lake.clock.pass(Duration.ofHours(50));
    for (int i = 0; i < 1_000 && next(lake).isBefore(end); i++) {
      triggered(lake, faulty);
      lake.clock.pass(Duration.ofMinutes(5));
    }
    for (int i = 0; i < 10; i++) {
      lake.clock.pass(Duration.ofMinutes(20));
      triggered(lake, lake.store);
    }
    verify(lake, next(lake));
  }

  /// Exports one window with a process that dies at a call, and then another that does not.
  private int callsOf(boolean answered, int call, Set<String> hit) throws Exception {
    ExportLake lake = new ExportLake(directory);
    ingest(lake, 2);
    schedule(lake);
    lake.clock.pass(Duration.ofHours(1));
    AtomicInteger calls = new AtomicInteger();
    ObjectStore faulty =
        new FaultyStore(
            lake.store,
            seen -> {
              if (seen.answered() == answered && calls.incrementAndGet() == call) {
                hit.add(seen.operation() + " " + answered);
                throw new Killed();
              }
            });
    triggered(lake, faulty);
    Instant end = START.plus(Duration.ofHours(1));
    for (int i = 0; i < 3 && next(lake).isBefore(end); i++) {
      lake.clock.pass(Duration.ofMinutes(19));
      triggered(lake, lake.store);
    }
    verify(lake, next(lake));
    assertThat(next(lake)).as("call %d", call).isAfterOrEqualTo(end);
    return calls.get();
  }

  private static void triggered(ExportLake lake, ObjectStore through) {
    try {
      ExportLake.Worker process = lake.process(through);
      process.scheduled.startDue();
      process.work();
    } catch (Killed | StoreException e) {
      // The next one goes on.
    }
  }

  private static void atOnce(Runnable... tasks) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> started = new ArrayList<>();
      for (Runnable task : tasks) {
        started.add(threads.submit(task));
      }
      for (Future<?> each : started) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static void ingest(ExportLake lake, int hours) {
    StringBuilder records = new StringBuilder();
    for (int id = 0; id < hours * RECORDS_AN_HOUR; id++) {
      // Some are at the first and some at the last millisecond of an hour.
      long offset = id % RECORDS_AN_HOUR == 0 ? 0 : id % RECORDS_AN_HOUR == 1 ? 3_599_999 : 1_234;
      Instant time = START.plusSeconds(id / RECORDS_AN_HOUR * 3_600L).plusMillis(offset);
      records.append("{\"id\": ").append(id).append(", \"time\": \"").append(time).append("\"}\n");
    }
    lake.ingest(records.toString());
  }

  private static void schedule(ExportLake lake) {
    Schedule schedule =
        new Schedule(
            ExportLake.READINGS,
            HOURLY,
            ExportInterval.HOUR,
            ZoneId.of("UTC"),
            ExportMode.WINDOW,
            ExportFormat.NDJSON,
            ExportCompression.NONE,
            Optional.empty(),
            Duration.ZERO,
            START,
            Principal.withoutToken());
    var _ = lake.process(lake.store).exportSchedules.put(schedule, true);
  }

  private static Instant next(ExportLake lake) {
    return lake.process(lake.store)
        .schedules
        .find(ExportLake.READINGS, HOURLY)
        .orElseThrow()
        .progress()
        .next();
  }

  /// That every window before `end` is published, and what it should be, and nothing else.
  private static void verify(ExportLake lake, Instant end) throws Exception {
    List<Integer> ids = new ArrayList<>();
    Set<String> expected = new TreeSet<>();
    expected.add("exports/readings/hourly/latest.json");
    String previous = "";
    Instant time = START;
    while (time.isBefore(end)) {
      ExportWindow window = ExportInterval.HOUR.window(time, ZoneId.of("UTC"));
      String path = "exports/readings/hourly/" + window.label() + "/manifest.json";
      JsonNode manifest = json(lake, path);
      expected.add(path);
      assertThat(manifest.path("previous").asText()).isEqualTo(previous);
      assertThat(manifest.path("window").path("label").asText()).isEqualTo(window.label());
      long rows = 0;
      for (JsonNode part : manifest.path("parts")) {
        expected.add(part.path("path").asText());
        List<JsonNode> records = records(lake, part);
        rows += records.size();
        for (JsonNode row : records) {
          ids.add(row.path("id").asInt());
          assertThat(Instant.parse(row.path("time").asText()))
              .isBetween(window.from().orElseThrow(), window.to().orElseThrow().minusMillis(1));
        }
      }
      assertThat(manifest.path("rows").asLong()).isEqualTo(rows);
      previous = path;
      time = window.to().orElseThrow();
    }
    assertThat(json(lake, "exports/readings/hourly/latest.json").path("manifest").asText())
        .isEqualTo(previous);
    assertThat(keys(lake, "exports/")).isEqualTo(expected);
    assertThat(keys(lake, "queue/dead/")).isEmpty();
    Collections.sort(ids);
    List<Integer> all = new ArrayList<>();
    long hours = Math.min(WINDOWS, Duration.between(START, end).toHours());
    for (int id = 0; id < hours * RECORDS_AN_HOUR; id++) {
      all.add(id);
    }
    assertThat(ids).isEqualTo(all);
  }

  private static List<JsonNode> records(ExportLake lake, JsonNode part) throws Exception {
    byte[] content = lake.published.get(new ObjectKey(part.path("path").asText())).bytes();
    assertThat(content).hasSize(part.path("bytes").asInt());
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
        .isEqualTo(part.path("sha256").asText());
    List<JsonNode> records = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      records.add(new JsonMapper().readTree(line));
    }
    assertThat(records).hasSize(part.path("rows").asInt());
    return records;
  }

  private static JsonNode json(ExportLake lake, String path) throws IOException {
    return new JsonMapper().readTree(lake.published.get(new ObjectKey(path)).bytes());
  }

  private static Set<String> keys(ExportLake lake, String prefix) {
    Set<String> keys = new TreeSet<>();
    ObjectStore store = prefix.startsWith("queue/") ? lake.store : lake.published;
    Optional<String> after = Optional.empty();
    boolean more = true;
    while (more) {
      var page = store.list(prefix, after);
      for (ObjectSummary object : page.objects()) {
        keys.add(object.key().value());
        after = Optional.of(object.key().value());
      }
      more = page.more();
    }
    return keys;
  }
}
