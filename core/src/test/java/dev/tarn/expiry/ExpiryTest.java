package dev.tarn.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.Ingesting;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final DatasetName READINGS = new DatasetName("readings");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T00:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final MemoryMetrics metrics = new MemoryMetrics();

  private Tables tables(ObjectStore lake) {
    return new DeltaTables(
        lake, clock, DeltaSettings.DEFAULT.withLongestBackoff(Duration.ofMillis(1)));
  }

  private Table table() {
    return tables(store).open(READINGS).orElseThrow();
  }

  private Expiry expiry(ObjectStore lake) {
    return new Expiry(tables(lake), lake, Retention.DEFAULT, VersionHold.NONE, clock, metrics);
  }

  private void define(String more) {
    byte[] definition =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}%s}
        """
            .formatted(more)
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(tables(store))
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition),
                Optional.empty());
  }

  private void ingest(String... times) {
    StringBuilder body = new StringBuilder();
    for (String time : times) {
      body.append("{\"time\": \"").append(time).append("\"}\n");
    }
    var _ = new Ingesting(tables(store), store, metrics).lines(READINGS, body.toString());
  }

  private long rows() {
    return files().stream().mapToLong(DataFile::rows).sum();
  }

  private List<DataFile> files() {
    return table().snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  private List<ObjectKey> stored() {
    return store.list("tables/readings/event_date=", Optional.empty()).objects().stream()
        .map(ObjectSummary::key)
        .toList();
  }

  @Test
  void daysPastTheRetentionGoAndTheirFilesFollow() {
    define(", \"retentionDays\": 30");
    ingest("2026-01-29T23:59:59Z", "2026-01-30T00:00:00Z", "2026-03-01T00:00:00Z");

    ExpiryResult first = expiry(store).expire(READINGS);

    assertThat(first).isEqualTo(new ExpiryResult(1, 1, 0, 0, 0));
    assertThat(rows()).isEqualTo(2);
    assertThat(stored()).hasSize(3);
    assertThat(table().snapshot(new SnapshotTime.AtVersion(1)).files(Predicate.ALWAYS)).hasSize(3);

    clock.pass(Duration.ofDays(7).plusSeconds(1));
    ExpiryResult second = expiry(store).expire(READINGS);

    assertThat(second.filesRemoved()).isEqualTo(1);
    assertThat(second.filesDeleted()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
    assertThat(stored()).hasSize(2);
    assertThat(metrics.sum("FilesDeleted")).isEqualTo(1);
    assertThat(metrics.sum("RowsExpired")).isEqualTo(2);
  }

  @Test
  void withoutARetentionRowsStayAndTheLogGoes() {
    define("");
    ingest("1999-01-01T00:00:00Z");
    clock.pass(Duration.ofDays(1000));

    assertThat(expiry(store).expire(READINGS)).isEqualTo(new ExpiryResult(0, 0, 0, 0, 1));
    assertThat(rows()).isEqualTo(1);
    assertThat(table().missingVersions()).isEmpty();
  }

  @Test
  void whatWasLeftBehindGoesOnceNoAppendCanBeUnderWay() {
    define("");
    ingest("2026-03-01T00:00:00Z");
    ObjectKey orphan = new ObjectKey("tables/readings/event_date=2026-03-01/lost-1.parquet");
    store.put(orphan, new byte[10]);
    clock.pass(Duration.ofDays(7));

    assertThat(expiry(store).expire(READINGS).filesDeleted()).isZero();

    clock.pass(Duration.ofMillis(1));
    assertThat(expiry(store).expire(READINGS)).isEqualTo(new ExpiryResult(0, 0, 1, 10, 0));
    assertThat(stored()).isEqualTo(files().stream().map(DataFile::key).toList());
  }

  @Test
  void manyFilesAreDeletedPageByPage() {
    define("");
    ingest("2026-03-01T00:00:00Z");
    for (int i = 0; i < 2_500; i++) {
      store.put(
          new ObjectKey("tables/readings/event_date=2026-03-01/lost-%04d.parquet".formatted(i)),
          new byte[1]);
    }
    clock.pass(Duration.ofDays(8));

    assertThat(expiry(store).expire(READINGS).filesDeleted()).isEqualTo(2_500);
    assertThat(rows()).isEqualTo(1);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void whereverItIsCutOffTheTableIsRightAndTheNextOneEndsIt() {
    for (int cut = 1; ; cut++) {
      ExpiryTest each = new ExpiryTest();
      if (!each.cutOffAt(cut)) {
        assertThat(cut).isGreaterThan(10);
        return;
      }
    }
  }

  /// Whether there was such a call to cut off at.
  private boolean cutOffAt(int cut) {
    define(", \"retentionDays\": 30");
    ingest("2026-01-20T00:00:00Z", "2026-01-30T00:00:00Z");
    ingest("2026-03-01T00:00:00Z");
    store.put(new ObjectKey("tables/readings/event_date=2026-03-01/lost-1.parquet"), new byte[10]);
    clock.pass(Duration.ofDays(8));
    int[] moments = {0};
    FaultyStore dying =
        new FaultyStore(
            store,
            call -> {
              moments[0]++;
              if (moments[0] >= cut) {
                throw new StoreException("the process is gone");
              }
            });
    boolean ended;
    try {
      var _ = expiry(dying).expire(READINGS);
      ended = true;
    } catch (StoreException e) {
      ended = false;
    }
    assertThat(stored()).containsAll(files().stream().map(DataFile::key).toList());

    var _ = expiry(store).expire(READINGS);
    clock.pass(Duration.ofDays(8));
    var _ = expiry(store).expire(READINGS);

    assertThat(rows()).isEqualTo(1);
    assertThat(stored()).isEqualTo(files().stream().map(DataFile::key).toList());
    return !ended;
  }

  @Test
  void aDatasetThatIsNotThereIsAProblem() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> expiry(store).expire(READINGS))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownDataset.class));
  }

  @Test
  void retentionsThatWouldLoseDataAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retention(Duration.ofMinutes(59), Duration.ofDays(1)))
        .withMessageContaining("PT59M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retention(Duration.ofDays(2), Duration.ofDays(1)))
        .withMessageContaining("PT24H");
  }
}
