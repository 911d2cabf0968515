package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static dev.tarn.table.delta.TableFixture.definition;
import static dev.tarn.table.delta.TableFixture.file;
import static dev.tarn.table.delta.TableFixture.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.store.FaultyStore;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.AppendResult;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeltaTableCheckpointTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final LogLayout LAYOUT = new LogLayout(READINGS);

  private final MemoryStore store = new MemoryStore(CLOCK);

  private static DeltaSettings settings(int interval, long cache) {
    return new DeltaSettings(cache, 10, Duration.ZERO, Duration.ZERO, interval, 0);
  }

  private static Table create(ObjectStore store) {
    return new DeltaTables(store, CLOCK, settings(10, 1 << 20)).create(definition()).orElseThrow();
  }

  private Table cold(Clock clock, long cache) {
    return new DeltaTables(store, clock, settings(10, cache)).open(READINGS).orElseThrow();
  }

  private static void append(Table table, int number) {
    var id = batch("b" + number);
    assertThat(
            table.append(
                table.knownSnapshot(),
                id,
                "",
                List.of(
                    file(
                        table.newDataFileKey(id, DAY),
                        DAY,
                        table.knownSnapshot().definition().schemaVersion(),
                        number,
                        number,
                        number))))
        .isInstanceOf(AppendResult.Appended.class);
  }

  private static List<DataFile> files(Table table) {
    return table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS).stream()
        .sorted(Comparator.comparing(DataFile::key))
        .toList();
  }

  private List<String> logNames() {
    return store.list(LAYOUT.logPrefix(), Optional.empty()).objects().stream()
        .map(ObjectSummary::key)
        .map(key -> key.value().substring(LAYOUT.logPrefix().length()))
        .toList();
  }

  @Test
  void aTableReadsTheSameFromItsCheckpoints() {
    Table table = create(store);
    for (int i = 1; i <= 34; i++) {
      append(table, i);
      if (i % 10 < 2) {
        assertThat(files(cold(CLOCK, 1 << 20))).hasSize(i).isEqualTo(files(table));
      }
    }
    assertThat(logNames())
        .contains(
            "00000000000000000010.checkpoint.parquet",
            "00000000000000000020.checkpoint.parquet",
            "00000000000000000030.checkpoint.parquet",
            "_last_checkpoint")
        .noneMatch(name -> name.endsWith(".crc"));
  }

  @Test
  void aCheckpointTooLargeToKeepIsReadByRanges() {
    Table table = create(store);
    for (int i = 1; i <= 12; i++) {
      append(table, i);
    }
    assertThat(files(cold(CLOCK, 40))).isEqualTo(files(table));
  }

  @Test
  void theProtocolStaysAtReader1AndWriter2() {
    Table table = create(store);
    for (int i = 1; i <= 12; i++) {
      append(table, i);
    }
    table.evolve(
        table.knownSnapshot(),
        definition(
            schema(",{\"name\": \"c\", \"type\": [\"null\", \"string\"], \"default\": null}"), 2));
    for (int i = 13; i <= 22; i++) {
      append(table, i);
    }

    for (Table each : List.of(table, cold(CLOCK, 1 << 20))) {
      DeltaSnapshot snapshot = (DeltaSnapshot) each.snapshot(new SnapshotTime.Latest());
      var protocol = snapshot.state().kernel().getProtocol();
      assertThat(protocol.getMinReaderVersion()).isEqualTo(1);
      assertThat(protocol.getMinWriterVersion()).isEqualTo(2);
      assertThat(protocol.getReaderFeatures()).isEmpty();
      assertThat(protocol.getWriterFeatures()).isEmpty();
      assertThat(snapshot.definition().schemaVersion()).isEqualTo(2);
      assertThat(snapshot.files(Predicate.ALWAYS)).hasSize(22);
    }
  }

  @Test
  void aCheckpointThatFailsIsWrittenAtALaterCommit() {
    AtomicBoolean failing = new AtomicBoolean(true);
    Table table =
        create(
            new FaultyStore(
                store,
                call -> {
                  if (failing.get() && call.place().endsWith(".checkpoint.parquet")) {
                    throw new StoreException("no checkpoint today");
                  }
                }));
    for (int i = 1; i <= 11; i++) {
      append(table, i);
    }
    assertThat(logNames()).noneMatch(name -> name.endsWith(".checkpoint.parquet"));

    failing.set(false);
    append(table, 12);

    assertThat(logNames()).contains("00000000000000000012.checkpoint.parquet");
    append(table, 13);
    assertThat(files(cold(CLOCK, 1 << 20))).hasSize(13);
  }

  @Test
  void aPointerThatIsDamagedOrPointsToNoCheckpointOnlyCostsRequests() {
    Table table = create(store);
    for (int i = 1; i <= 12; i++) {
      append(table, i);
    }
    for (String pointer : List.of("", "nonsense", "{\"version\":11,\"size\":1}")) {
      store.put(LAYOUT.lastCheckpointKey(), pointer.getBytes(StandardCharsets.UTF_8));
      assertThat(files(cold(CLOCK, 1 << 20))).hasSize(12);
    }
  }

  @Test
  void aPointerAheadOfTheLogTellsThatTheLogHasLostItsEnd() {
    Table table = create(store);
    for (int i = 1; i <= 12; i++) {
      append(table, i);
    }
    store.put(
        LAYOUT.lastCheckpointKey(), "{\"version\":14,\"size\":1}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> cold(CLOCK, 1 << 20))
        .hasMessage("damaged-table: the log of dataset 'readings' has no entry of versions 13, 14");
  }

  @Test
  void aCheckpointForgetsBatchesOlderThanTheRetention() {
    Table table = create(store);
    for (int i = 1; i <= 5; i++) {
      append(table, i);
    }
    Clock later = Clock.offset(CLOCK, DeltaLog.TRANSACTION_RETENTION.plusSeconds(1));
    Table next = cold(later, 1 << 20);
    for (int i = 6; i <= 10; i++) {
      append(next, i);
    }

    Table afterwards = cold(later, 1 << 20);
    for (int i = 1; i <= 10; i++) {
      assertThat(afterwards.findBatch(afterwards.knownSnapshot(), batch("b" + i)).isPresent())
          .as("batch %d", i)
          .isEqualTo(i > 5);
    }
    assertThat(files(afterwards)).hasSize(10);
  }
}
