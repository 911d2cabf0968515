package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.SETTINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static dev.tarn.table.delta.TableFixture.definition;
import static dev.tarn.table.delta.TableFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.FaultyStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/// What tables ask of the store, call by call.
class DeltaTableRequestsTest {
  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final List<FaultyStore.Call> calls = Collections.synchronizedList(new ArrayList<>());
  private final FaultyStore watched = new FaultyStore(store, calls::add);

  private DeltaTables tables(DeltaSettings settings) {
    return new DeltaTables(watched, Clock.systemUTC(), settings);
  }

  private static DeltaSettings checkpointsEvery(int versions) {
    return new DeltaSettings(
        SETTINGS.logCacheBytes(),
        SETTINGS.commitAttempts(),
        SETTINGS.firstBackoff(),
        SETTINGS.longestBackoff(),
        versions,
        SETTINGS.rewriteBytes());
  }

  private static void append(Table table, String id) {
    table.append(
        table.knownSnapshot(), batch(id), "", List.of(file(table, batch(id), DAY, 1, 1, 1)));
  }

  private List<String> asked() {
    return calls.stream()
        .filter(call -> !call.answered())
        .map(FaultyStore.Call::operation)
        .toList();
  }

  @Test
  void aWarmAppendIsOnePut() {
    Table table = tables(SETTINGS).create(definition()).orElseThrow();
    append(table, "b1");
    calls.clear();

    append(table, "b2");

    assertThat(asked()).containsExactly("putIfAbsent");
  }

  @Test
  void anAppendAfterAnothersListsAndReadsWhatIsNew() {
    Table table = tables(SETTINGS).create(definition()).orElseThrow();
    Table other = tables(SETTINGS).open(READINGS).orElseThrow();
    append(table, "b1");
    append(other, "b2");
    append(table, "b3");
    calls.clear();

    append(other, "b4");

    assertThat(asked()).containsExactly("putIfAbsent", "list", "get", "putIfAbsent");
  }

  @Test
  void aWarmListingIsOneListAndTellsSo() {
    Table table = tables(SETTINGS).create(definition()).orElseThrow();
    append(table, "b1");
    calls.clear();

    var snapshot = table.snapshot(new SnapshotTime.Latest());
    assertThat(snapshot.files(Predicate.ALWAYS)).hasSize(1);

    assertThat(asked()).containsExactly("list");
    assertThat(snapshot.usage().requests()).isEqualTo(1);
  }

  @Test
  void aKnownBatchIsFoundWithoutARequest() {
    Table table = tables(SETTINGS).create(definition()).orElseThrow();
    append(table, "b1");
    calls.clear();

    assertThat(table.findBatch(table.knownSnapshot(), batch("b1"))).isPresent();
    assertThat(table.findBatch(table.knownSnapshot(), batch("b2"))).isEmpty();

    assertThat(asked()).isEmpty();
  }

  @Test
  void aColdLoadAsksForThePointerTheListingAndEachObjectOnce() {
    Table table = tables(checkpointsEvery(100)).create(definition()).orElseThrow();
    for (int i = 1; i <= 199; i++) {
      append(table, "b" + i);
    }
    calls.clear();

    var snapshot = tables(SETTINGS).open(READINGS).orElseThrow().knownSnapshot();
    assertThat(snapshot.version()).isEqualTo(199);
    assertThat(snapshot.files(Predicate.ALWAYS)).hasSize(199);

    assertThat(asked()).hasSize(1 + 1 + 1 + 99);
    assertThat(calls.stream().filter(c -> !c.answered()).map(FaultyStore.Call::place))
        .doesNotHaveDuplicates();
  }

  @Test
  void aColdLoadReadsTheLogAtOnce() {
    Table table = tables(checkpointsEvery(1000)).create(definition()).orElseThrow();
    for (int i = 1; i <= 20; i++) {
      append(table, "b" + i);
    }
    calls.clear();
    var together = new CyclicBarrier(21);
    FaultyStore slow =
        new FaultyStore(
            store,
            call -> {
              if (call.operation().equals("get")
                  && call.place().endsWith(".json")
                  && !call.answered()) {
                try {
                  together.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                  throw new IllegalStateException(e);
                }
              }
            });

    var snapshot =
        new DeltaTables(slow, Clock.systemUTC(), SETTINGS)
            .open(READINGS)
            .orElseThrow()
            .knownSnapshot();

    assertThat(snapshot.version()).isEqualTo(20);
  }

  @Test
  void anAppendThatCrossesAMultipleWritesTheCheckpointToo() {
    Table table = tables(checkpointsEvery(10)).create(definition()).orElseThrow();
    for (int i = 1; i <= 9; i++) {
      append(table, "b" + i);
    }
    calls.clear();

    append(table, "b10");
    assertThat(asked()).containsExactly("putIfAbsent", "putIfAbsent", "put");

    calls.clear();
    append(table, "b11");
    assertThat(asked()).containsExactly("putIfAbsent");
  }
}
