package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IngestionTest {
  private static final DatasetName READINGS = new DatasetName("readings");
  private static final String FIRST =
      """
      {"time": "2026-01-01T23:59:59.5Z", "device": "a", "celsius": 1.5}
      {"time": "2026-01-02T00:00:00Z", "device": "b"}
      {"time": "2026-01-02T12:00:00Z", "device": "a", "celsius": null}
      """;

  private final MeteredStore store = new MeteredStore(new MemoryStore(Clock.systemUTC()));
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  private final Ingestion ingestion = ingestion(tables, store, new StoredReceipts(store));

  @BeforeEach
  void createReadings() {
    define(tables, "");
  }

  @Test
  void aBatchIsCommittedWholeAndItsReceiptSaysSo() {
    IngestResult result = ingest(FIRST, Optional.of("k1"));

    Receipt receipt = result.receipt();
    assertThat(result.replayed()).isFalse();
    assertThat(receipt.version()).isEqualTo(1);
    assertThat(receipt.accepted()).isEqualTo(3);
    assertThat(receipt.files()).isEqualTo(2);
    assertThat(receipt.firstEventTime()).contains(Instant.parse("2026-01-01T23:59:59.5Z"));
    assertThat(receipt.lastEventTime()).contains(Instant.parse("2026-01-02T12:00:00Z"));
    assertThat(rows()).isEqualTo(3);
    assertThat(ingestion.receipt(Principal.withoutToken(), READINGS, receipt.batch()))
        .isEqualTo(receipt);
    assertThat(metrics.sum("RecordsAccepted")).isEqualTo(3);
  }

  @Test
  void theSameKeyCommitsOnceFromAnyInstance() {
    Receipt first = ingest(FIRST, Optional.of("k1")).receipt();
    Tables elsewhere = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);

    IngestResult again = ingest(FIRST, Optional.of("k1"));
    IngestResult fromElsewhere =
        ingestion(elsewhere, store, new StoredReceipts(store)).ingest(request(FIRST, "k1"));

    assertThat(again).isEqualTo(new IngestResult(first, true));
    assertThat(fromElsewhere).isEqualTo(new IngestResult(first, true));
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    var _ = ingest(FIRST, Optional.of("k1"));

    assertThat(problem("{\"time\": 1, \"device\": \"c\"}", Optional.of("k1")))
        .isEqualTo(new Problem.IdempotencyKeyReused("k1"));
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void batchesWithoutAKeyAreAllDifferent() {
    var _ = ingest(FIRST, Optional.empty());
    var _ = ingest(FIRST, Optional.empty());

    assertThat(rows()).isEqualTo(6);
  }

  @Test
  void oneBadRecordFailsTheBatchAndNothingIsWritten() {
    StoreUsage before = store.usage();

    Problem problem = problem(FIRST + "{\"time\": 1, \"device\": 7}\n", Optional.of("k1"));

    assertThat(problem).isInstanceOf(Problem.InvalidRecords.class);
    Problem.InvalidRecords invalid = (Problem.InvalidRecords) problem;
    assertThat(invalid.rejected()).isEqualTo(1);
    assertThat(invalid.reasons().get(0).record()).isEqualTo(3);
    assertThat(invalid.reasons().get(0).pointer()).isEqualTo("/device");
    assertThat(store.usage().minus(before).puts()).isZero();
    assertThat(rows()).isZero();
  }

  @Test
  void rejectedRecordsAreCountedByTheirFault() {
    var _ =
        problem("{\"time\": 1}\n".repeat(200) + "{\"time\": 1, \"device\": 7}\n", Optional.empty());

    assertThat(metrics.sum("RecordsRejected")).isEqualTo(201);
    assertThat(metrics.sum("RecordsRejected.missing")).isEqualTo(200);
    assertThat(metrics.sum("RecordsRejected.type")).isEqualTo(1);
  }

  @Test
  void aBatchOfTheFutureIsMeasuredAsFreshSinceThereIsNoPercentileOfNegativeValues() {
    var _ = ingest("{\"time\": \"2200-01-02T12:00:00Z\", \"device\": \"a\"}\n", Optional.empty());

    assertThat(metrics.sum("BatchesCommitted")).isEqualTo(1);
    assertThat(metrics.sum("Freshness")).isZero();
  }

  @Test
  void howOldABatchIsAndHowOftenItLostARaceIsMeasured() {
    var _ = ingest(FIRST, Optional.empty());
    assertThat(metrics.sum("CommitRetries")).isZero();
    double age =
        Duration.between(
                    Instant.parse("2026-01-02T12:00:00Z"),
                    tables.open(READINGS).orElseThrow().snapshot(new SnapshotTime.Latest()).time())
                .toMillis()
            / 1e3;
    assertThat(metrics.sum("Freshness")).isEqualTo(age);

    Tables elsewhere = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
    var _ = ingestion(elsewhere, store, new StoredReceipts(store)).ingest(request(FIRST, "other"));
    var _ = ingest(FIRST, Optional.empty());

    assertThat(metrics.sum("CommitRetries")).isEqualTo(1);
    assertThat(metrics.sum("BatchesCommitted")).isEqualTo(3);
  }

  @Test
  void anUnknownDatasetIsNamed() {
    IngestRequest request =
        new IngestRequest(
            Principal.withoutToken(),
            new DatasetName("nothing"),
            RecordFormat.NDJSON,
            content(FIRST),
            Optional.empty());

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingestion.ingest(request))
        .extracting(ProblemException::problem)
        .isEqualTo(new Problem.UnknownDataset("nothing"));
  }

  @Test
  void aBatchOverTooManyDaysIsRefused() {
    StringBuilder days = new StringBuilder();
    for (int day = 0; day < 5; day++) {
      days.append("{\"time\": ").append(day * 86_400_000L).append(", \"device\": \"a\"}\n");
    }

    assertThat(problem(days.toString(), Optional.empty()))
        .isInstanceOf(Problem.PayloadTooLarge.class);
    assertThat(rows()).isZero();
  }

  @Test
  void aFieldThatAnotherInstanceAddedIsAcceptedAtOnce() {
    var _ = ingest(FIRST, Optional.empty());
    define(
        new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT),
        ", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");

    Receipt receipt =
        ingest("{\"time\": 1, \"device\": \"a\", \"note\": \"new\"}", Optional.empty()).receipt();

    assertThat(receipt.accepted()).isEqualTo(1);
    assertThat(snapshot().files(Predicate.ALWAYS))
        .extracting(DataFile::schemaVersion)
        .containsExactlyInAnyOrder(1, 1, 2);
  }

  @Test
  void aBatchEncodedForAnOldDefinitionIsEncodedAgain() {
    var _ = ingest(FIRST, Optional.empty());
    define(
        new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT),
        ", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");

    var _ = ingest("{\"time\": 1, \"device\": \"a\"}", Optional.empty());

    assertThat(snapshot().files(Predicate.ALWAYS))
        .extracting(DataFile::schemaVersion)
        .containsExactlyInAnyOrder(1, 1, 2);
  }

  @Test
  void aReceiptThatCannotBeKeptFailsNothingAndIsMadeAgain() {
    Receipts failing = mock(Receipts.class);
    doThrow(new StoreException("put")).when(failing).put(any());
    when(failing.find(any(), any())).thenReturn(Optional.empty());
    Ingestion withoutReceipts = ingestion(tables, store, failing);

    Receipt receipt = withoutReceipts.ingest(request(FIRST, "k1")).receipt();

    assertThat(receipt.accepted()).isEqualTo(3);
    assertThat(metrics.sum("ReceiptsNotKept")).isEqualTo(1);
    assertThat(withoutReceipts.receipt(Principal.withoutToken(), READINGS, receipt.batch()))
        .isEqualTo(receipt);
    assertThat(withoutReceipts.ingest(request(FIRST, "k1")))
        .isEqualTo(new IngestResult(receipt, true));
  }

  @Test
  void aBatchThatIsNotThereHasNoReceipt() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingestion.receipt(Principal.withoutToken(), READINGS, new BatchId("r0")))
        .extracting(ProblemException::problem)
        .isEqualTo(new Problem.UnknownReceipt("readings", "r0"));
  }

  @Test
  void aWarmAppendIsOneDataPutAndAtMostThreeOtherRequests() {
    var _ = ingest("{\"time\": 1, \"device\": \"a\"}", Optional.of("k1"));
    StoreUsage before = store.usage();

    var _ = ingest("{\"time\": 2, \"device\": \"a\"}", Optional.of("k2"));

    StoreUsage used = store.usage().minus(before);
    assertThat(used.puts()).as("data, log entry, receipt").isEqualTo(3);
    assertThat(used.requests()).isLessThanOrEqualTo(4);
  }

  private TableSnapshot snapshot() {
    return tables.open(READINGS).orElseThrow().snapshot(new SnapshotTime.Latest());
  }

  private long rows() {
    return snapshot().files(Predicate.ALWAYS).stream().mapToLong(DataFile::rows).sum();
  }

  private Problem problem(String body, Optional<String> key) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingest(body, key))
        .actual()
        .problem();
  }

  private IngestResult ingest(String body, Optional<String> key) {
    return ingestion.ingest(
        new IngestRequest(
            Principal.withoutToken(), READINGS, RecordFormat.NDJSON, content(body), key));
  }

  private static IngestRequest request(String body, String key) {
    return new IngestRequest(
        Principal.withoutToken(), READINGS, RecordFormat.NDJSON, content(body), Optional.of(key));
  }

  private static IngestRequest.Content content(String body) {
    return new IngestRequest.Content(body.getBytes(StandardCharsets.UTF_8));
  }

  private Ingestion ingestion(Tables lake, ObjectStore files, Receipts receipts) {
    return new Ingestion(
        lake,
        new BatchDecoder(DecodeLimits.DEFAULT),
        new BatchFiles(files, ParquetEncoder::new, 4),
        receipts,
        metrics);
  }

  private static void define(Tables lake, String moreFields) {
    String definition =
        """
        {"schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "device", "type": "string"},
          {"name": "celsius", "type": ["null", "double"], "default": null}%s]},
         "eventTime": "time", "clusterBy": ["device"]}
        """
            .formatted(moreFields);
    var _ =
        new Datasets(lake)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }
}
