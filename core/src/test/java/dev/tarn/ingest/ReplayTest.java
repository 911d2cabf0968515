package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.access.Principal;
import dev.tarn.query.ColumnFilter;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.FaultyStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final ReplayRequest ALL = new ReplayRequest(List.of(), Optional.empty());
  private static final String SITE =
      ", {\"name\": \"site\", \"type\": [\"null\", \"string\"], \"default\": null}";
  private static final String MIXED =
      """
      {"time": "2026-01-01T01:00:00Z", "device": "good"}
      {"time": "2026-01-01T02:00:00Z", "device": "b", "site": "north"}
      {"time": "2026-01-01T03:00:00Z", "device": "c", "site": "south"}
      {"time": "2026-01-01T03:00:00Z", "device": 4}
      no json
      """;

  private final DoorLake lake = new DoorLake();

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void whatFitsByNowIsCommittedAndLeavesQuarantineAndTheRestCountsAnAttempt() {
    String batch = ingest(lake, "key");
    lake.define(SITE);
    assertThat(run(lake, lake.process(), ALL)).isEqualTo(new ReplayResult(2, 2));

    assertThat(lake.devices()).containsExactly("b", "c", "good");
    assertThat(lake.rejected("raw"))
        .containsExactly("no json", "{\"time\": \"2026-01-01T03:00:00Z\", \"device\": 4}");
    assertThat(lake.rejected("attempts")).containsExactly("2", "2");
    assertThat(lake.rejected("schema_version")).containsExactly("2", "2");
    assertThat(lake.rejected("batch_id")).containsOnly(batch);
    assertThat(lake.rejected("position")).containsExactly("3", "4");
    assertThat(run(lake, lake.process(), ALL)).isEqualTo(new ReplayResult(0, 2));
    assertThat(lake.devices()).hasSize(3);
    assertThat(lake.rejected("attempts")).containsExactly("3", "3");
  }

  @Test
  void onlyWhatIsAskedForIsTried() {
    var _ = ingest(lake, "first");
    String second = ingest(lake, "second");
    lake.define(SITE);
    ReplayRequest request =
        new ReplayRequest(
            List.of(
                new ColumnFilter("code", "eq.unknown", "/where"),
                new ColumnFilter("raw", "neq.x", "/where"),
                new ColumnFilter("position", "lt.2", "/where"),
                new ColumnFilter("attempts", "in.(1,2)", "/where"),
                new ColumnFilter("received_at", "gte.2026-01-01T00:00:00Z", "/where")),
            Optional.of(second));

    assertThat(run(lake, lake.process(), request)).isEqualTo(new ReplayResult(1, 0));
    assertThat(lake.devices()).containsExactly("b", "good", "good");
    assertThat(lake.rejected("attempts")).hasSize(7).containsOnly("1");
  }

  @Test
  void theLastRecordThatFitsLeavesNoFile() {
    var _ =
        lake.process()
            .ingestion
            .ingest(request("{\"time\": 1, \"device\": \"b\", \"site\": \"x\"}\n", "only"));
    lake.define(SITE);

    assertThat(run(lake, lake.process(), ALL)).isEqualTo(new ReplayResult(1, 0));
    assertThat(lake.rows(DoorLake.READINGS.ofRejected())).isEmpty();
    assertThat(lake.devices()).containsExactly("b");
    assertThat(
            lake.process()
                .tables
                .open(DoorLake.READINGS.ofRejected())
                .orElseThrow()
                .history(1)
                .getFirst()
                .rowsRemoved())
        .isEqualTo(1);
  }

  @Test
  void aReplayThatIsCutOffAtAnyCallWritesNothingTwiceWhenItIsRunAgain() {
    Set<String> hit = new TreeSet<>();
    for (boolean answered : List.of(false, true)) {
      int call = 1;
      while (cutOffAt(call, answered, hit)) {
        call++;
      }
      assertThat(call).isGreaterThan(15);
    }
    assertThat(hit).contains("put false", "put true", "putIfAbsent false", "putIfAbsent true");
  }

  private static boolean cutOffAt(int call, boolean answered, Set<String> hit) {
    DoorLake lake = new DoorLake();
    var _ = ingest(lake, "key");
    lake.define(SITE);
    AtomicInteger calls = new AtomicInteger();
    boolean[] killed = {false};
    DoorLake.Instance dying =
        lake
        .new Instance(
            new FaultyStore(
                lake.store,
                seen -> {
                  if (killed[0]
                      || (seen.answered() == answered && calls.incrementAndGet() == call)) {
                    killed[0] = true;
                    hit.add(seen.operation() + " " + seen.answered());
                    throw new Killed();
                  }
                }));
    try {
      var _ = run(lake, dying, ALL);
    } catch (Killed | IllegalStateException e) {
      assertThat(killed[0]).isTrue();
    }
    var _ = run(lake, lake.process(), ALL);

    assertThat(lake.devices()).containsExactly("b", "c", "good");
    assertThat(lake.rejected("position")).containsExactly("3", "4");
    return killed[0];
  }

  @Test
  void replaysAndIngestsAtOnceWriteEachRecordOnce() throws Exception {
    for (int i = 0; i < 6; i++) {
      var _ = ingest(lake, "key-" + i);
    }
    lake.define(SITE);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        DoorLake.Instance process = lake.process();
        running.add(threads.submit(() -> run(lake, process, ALL)));
      }
      running.add(threads.submit(() -> ingest(lake, "meanwhile")));
      for (Future<?> each : running) {
        each.get();
      }
    }
    var _ = run(lake, lake.process(), ALL);

    assertThat(lake.devices().stream().filter("b"::equals)).hasSize(7);
    assertThat(lake.devices()).hasSize(21);
    assertThat(lake.rejected("position")).hasSize(14);
  }

  private static ReplayResult run(DoorLake lake, DoorLake.Instance process, ReplayRequest request) {
    lake.clock.pass(Duration.ofSeconds(1));
    ReplayResult[] sum = {ReplayResult.NONE};
    assertThat(
            process.replay.run(
                DoorLake.READINGS,
                request,
                lake.clock.instant(),
                lake.clock.instant().plusSeconds(60),
                step -> sum[0] = sum[0].plus(step)))
        .isTrue();
    return sum[0];
  }

  private static String ingest(DoorLake lake, String key) {
    return lake.process().ingestion.ingest(request(MIXED, key)).receipt().batch().value();
  }

  private static IngestRequest request(String body, String key) {
    return new IngestRequest(
        Principal.withoutToken(),
        DoorLake.READINGS,
        RecordFormat.NDJSON,
        new IngestRequest.Content(body.getBytes(StandardCharsets.UTF_8)),
        Optional.of(key),
        IngestRequest.OnInvalid.QUARANTINE);
  }
}
