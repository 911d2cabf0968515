package dev.tarn.ingest.upload;

import static dev.tarn.ingest.IngestRequest.OnInvalid.QUARANTINE;
import static dev.tarn.ingest.IngestRequest.OnInvalid.REJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.audit.Audit;
import dev.tarn.audit.AuditReport;
import dev.tarn.dataset.DatasetName;
import dev.tarn.expiry.Retention;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Upload;
import dev.tarn.ingest.UploadCoding;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.job.JobAnswer;
import dev.tarn.job.JobState;
import dev.tarn.parquet.StoredFooterReader;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.MeteredStore;
import dev.tarn.table.BatchId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadWorkTest {
  private static final int SLICE = 1_000;
  private static final Uploads.Asked LINES = UploadLake.asked(UploadFormat.NDJSON, REJECT);
  private static final Uploads.Asked LENIENT = UploadLake.asked(UploadFormat.NDJSON, QUARANTINE);

  private final UploadLake lake = new UploadLake();

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static byte[] lines(List<String> records) {
    return (String.join("\n", records) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[]... members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(member);
      }
    }
    return out.toByteArray();
  }

  @Test
  void aFileIsWrittenInSlicesOfOneCommitEachAndItsReceiptTellsOfAll() {
    Receipt receipt = lake.upload(LINES, lines(UploadLake.records(100)), SLICE);

    assertThat(receipt.status()).isEqualTo(Receipt.Status.COMMITTED);
    assertThat(receipt.accepted()).isEqualTo(100);
    assertThat(receipt.rejected()).isZero();
    assertThat(receipt.version()).isGreaterThan(6);
    assertThat(receipt.files()).isEqualTo(lake.files());
    assertThat(receipt.bytes()).isPositive();
    assertThat(receipt.firstEventTime()).hasToString("Optional[2026-01-01T10:00:00Z]");
    assertThat(receipt.lastEventTime()).hasToString("Optional[2026-01-03T10:00:59Z]");
    assertThat(lake.column(UploadLake.READINGS, "device"))
        .hasSize(100)
        .doesNotHaveDuplicates()
        .startsWith("d00000")
        .endsWith("d00099");
    assertThat(lake.metrics.sum("UploadsCommitted")).isEqualTo(1);
    assertThat(lake.metrics.sum("RecordsAccepted")).isEqualTo(100);
  }

  @Test
  void aSliceHasAReceiptOfItsOwn() {
    Receipt receipt = lake.upload(LINES, lines(UploadLake.records(20)), SLICE);
    Receipt slice =
        lake.function(SLICE)
            .ingestion
            .receipt(
                Principal.withoutToken(), UploadLake.READINGS, new BatchId(receipt.batch() + "-0"));
    assertThat(slice.version()).isEqualTo(1);
    assertThat(slice.accepted()).isBetween(5L, 19L);
  }

  @Test
  void anAuditFindsNothingAmissInWhatWasUploaded() {
    List<String> records = UploadLake.records(50);
    records.set(20, "{}");
    assertThat(lake.upload(LENIENT, lines(records), SLICE).rejected()).isEqualTo(1);
    UploadLake.Function function = lake.function(SLICE);
    Audit audit =
        new Audit(
            function.tables,
            lake.store,
            new StoredFooterReader(lake.store),
            new StoredReceipts(lake.store),
            Retention.DEFAULT,
            lake.clock,
            lake.metrics);
    for (DatasetName dataset : List.of(UploadLake.READINGS, UploadLake.READINGS.ofRejected())) {
      AuditReport report = audit.audit(dataset, lake.clock.instant().plusSeconds(60));
      assertThat(report.findings()).isEmpty();
    }
  }

  @Test
  void nothingOfAFileIsWrittenIfARecordDoesNotFit() {
    List<String> records = UploadLake.records(100);
    records.set(77, "{\"time\": 0, \"device\": 7}");
    Receipt receipt = lake.upload(LINES, lines(records), SLICE);

    assertThat(receipt.status()).isEqualTo(Receipt.Status.FAILED);
    assertThat(receipt.accepted()).isZero();
    assertThat(receipt.version()).isZero();
    assertThat(receipt.rejected()).isEqualTo(1);
    assertThat(receipt.reasons())
        .singleElement()
        .extracting(RejectedRecord::record, RejectedRecord::pointer)
        .containsExactly(77, "/device");
    assertThat(receipt.failure())
        .contains(
            new Receipt.Failure(
                "invalid-records", "1 of 100 records were rejected, and nothing was written"));
    assertThat(lake.rows()).isEmpty();
    assertThat(lake.metrics.sum("UploadsFailed")).isEqualTo(1);
    assertThat(lake.metrics.sum("UploadsCommitted")).isZero();
  }

  @Test
  void ofManyReasonsTheFirstHundredAreTold() {
    List<String> records = UploadLake.records(300);
    for (int i = 100; i < 300; i++) {
      records.set(i, "{}");
    }
    Receipt receipt = lake.upload(LINES, lines(records), SLICE);
    assertThat(receipt.rejected()).isEqualTo(200);
    assertThat(receipt.reasons()).hasSize(100);
    assertThat(receipt.reasons().getLast().record()).isEqualTo(199);
  }

  @Test
  void whatDoesNotFitGoesToQuarantineByTheUploadAndItsPlace() {
    List<String> records = UploadLake.records(100);
    records.set(3, "{no json");
    records.set(77, "{\"time\": 0, \"device\": 7}");
    Receipt receipt = lake.upload(LENIENT, lines(records), SLICE);

    assertThat(receipt.status()).isEqualTo(Receipt.Status.COMMITTED);
    assertThat(receipt.accepted()).isEqualTo(98);
    assertThat(receipt.rejected()).isEqualTo(2);
    assertThat(receipt.reasons()).extracting(RejectedRecord::record).containsExactly(3, 77);
    DatasetName rejected = UploadLake.READINGS.ofRejected();
    assertThat(lake.column(rejected, "position")).containsExactly("3", "77");
    assertThat(lake.column(rejected, "batch_id")).containsOnly(receipt.batch().value());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostOrDoubledWhereverARunIsCutOffThoughTheSchemaChangesMeanwhile(
      IngestRequest.OnInvalid onInvalid) {
    Set<String> hit = new TreeSet<>();
    for (boolean answered : List.of(false, true)) {
      int call = 1;
      while (cutOffAt(call, answered, onInvalid, hit)) {
        call++;
      }
      assertThat(call).isGreaterThan(20);
    }
    assertThat(hit)
        .contains(
            "put true", "putIfAbsent false", "putIfAbsent true", "putIfMatch true", "head true");
  }

  private static boolean cutOffAt(
      int call, boolean answered, IngestRequest.OnInvalid onInvalid, Set<String> hit) {
    UploadLake lake = new UploadLake();
    boolean quarantine = onInvalid == QUARANTINE;
    List<String> records = UploadLake.records(24);
    if (quarantine) {
      records.set(5, "{\"device\": 5}");
      records.set(15, "{\"time\": 0, \"device\": \"s\", \"site\": \"north\"}");
      records.set(23, "{\"device\": 23}");
    }
    BatchId id =
        lake.function(SLICE)
            .open(Principal.withoutToken(), UploadLake.asked(UploadFormat.NDJSON, onInvalid));
    lake.put(id, lines(records));
    AtomicInteger calls = new AtomicInteger();
    boolean[] killed = {false};
    UploadLake.Function dying =
        lake
        .new Function(
            new FaultyStore(
                lake.store,
                seen -> {
                  if (killed[0]
                      || (seen.answered() == answered && calls.incrementAndGet() == call)) {
                    killed[0] = true;
                    hit.add(seen.operation() + " " + seen.answered());
                    throw new Killed();
                  }
                }),
            SLICE);
    try {
      var _ = dying.run(id);
    } catch (Killed | IllegalStateException e) {
      assertThat(killed[0]).isTrue();
    }
    lake.define(", {\"name\": \"site\", \"type\": [\"null\", \"string\"], \"default\": null}", "");
    lake.clock.pass(Duration.ofSeconds(330));
    lake.finish(id, SLICE);

    List<String> devices = lake.column(UploadLake.READINGS, "device");
    List<String> raw = lake.column(UploadLake.READINGS.ofRejected(), "raw");
    assertThat(devices).doesNotHaveDuplicates();
    assertThat(raw).doesNotHaveDuplicates();
    assertThat(devices.size() + raw.size()).isEqualTo(24);
    Receipt receipt = lake.receipt(id);
    assertThat(receipt.status()).isEqualTo(Receipt.Status.COMMITTED);
    assertThat(receipt.accepted()).isEqualTo(devices.size());
    assertThat(receipt.rejected()).isEqualTo(raw.size());
    if (quarantine) {
      assertThat(raw).contains("{\"device\": 5}", "{\"device\": 23}");
      // The one whose fit depends on the schema is in one of both.
      assertThat(devices.contains("s")).isNotEqualTo(raw.size() == 3);
    }
    return killed[0];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aFlakyStoreDelaysAnUploadAndNothingElse(long seed) {
    List<String> records = UploadLake.records(60);
    records.set(17, "{}");
    BatchId id = lake.function(SLICE).open(Principal.withoutToken(), LENIENT);
    lake.put(id, lines(records));
    FaultyStore flaky =
        new FaultyStore(lake.store, seed, new FaultyStore.Faults(0.03, 0.03, Duration.ZERO));
    UploadLake.Function function = lake.new Function(flaky, SLICE);
    JobAnswer answer = function.run(id);
    for (int run = 0; run < 60 && answer instanceof JobAnswer.Again; run++) {
      lake.clock.pass(Duration.ofSeconds(700));
      answer = function.run(id);
    }
    assertThat(lake.receipt(id).status()).isEqualTo(Receipt.Status.COMMITTED);
    assertThat(lake.column(UploadLake.READINGS, "device")).hasSize(59).doesNotHaveDuplicates();
    assertThat(lake.column(UploadLake.READINGS.ofRejected(), "position")).containsExactly("17");
  }

  @Test
  void aRunWithoutTimeWritesNothingAndOneWithLittleGoesOnInTheNext() {
    BatchId id = lake.function(SLICE).open(Principal.withoutToken(), LINES);
    lake.put(id, lines(UploadLake.records(50)));
    // Each request takes a second, and a run has ten.
    FaultyStore slow =
        new FaultyStore(
            lake.store,
            call -> {
              if (call.answered()) {
                lake.clock.pass(Duration.ofSeconds(1));
              }
            });
    UploadLake.Function function = lake.new Function(slow, SLICE);
    int runs = 0;
    long last = -1;
    while (function.runner.run(
            Uploads.job(UploadLake.READINGS, id), lake.clock.instant().plusSeconds(10))
        instanceof JobAnswer.Again) {
      assertThat(runs++).isLessThan(50);
      Receipt pending = lake.receipt(id);
      assertThat(pending.status()).isEqualTo(Receipt.Status.PENDING);
      assertThat(pending.accepted()).isGreaterThanOrEqualTo(last);
      last = pending.accepted();
    }
    assertThat(runs).isGreaterThan(2);
    assertThat(lake.receipt(id).accepted()).isEqualTo(50);
    assertThat(lake.job(id).attempts()).isZero();
    assertThat(lake.column(UploadLake.READINGS, "device")).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void anUploadWithoutAFileWaitsForItHoweverOftenItIsToldOf() {
    BatchId id = lake.function(SLICE).open(Principal.withoutToken(), LINES);
    for (int i = 0; i < 30; i++) {
      assertThat(lake.function(SLICE).run(id)).isInstanceOf(JobAnswer.Again.class);
    }
    assertThat(lake.receipt(id).status()).isEqualTo(Receipt.Status.PENDING);
    lake.put(id, lines(UploadLake.records(1)));
    assertThat(lake.function(SLICE).run(id)).isInstanceOf(JobAnswer.Finished.class);
    assertThat(lake.receipt(id).accepted()).isEqualTo(1);
  }

  @Test
  void aFileThatIsReplacedWhileItIsReadEndsTheUpload() {
    assertThat(brokenOff(id -> lake.put(id, lines(UploadLake.records(999)))))
        .startsWith("upload-changed: the file was replaced or removed after reading it began");
  }

  @Test
  void aFileThatIsRemovedWhileItIsReadEndsTheUpload() {
    assertThat(brokenOff(id -> lake.store.delete(List.of(Upload.file(UploadLake.READINGS, id)))))
        .startsWith("upload-changed: the file was replaced or removed after reading it began");
  }

  /// How an upload fails to whose file something happens after a part of it was written.
  private String brokenOff(java.util.function.Consumer<BatchId> accident) {
    BatchId id = lake.function(SLICE).open(Principal.withoutToken(), LENIENT);
    lake.put(id, lines(UploadLake.records(50)));
    int[] commits = {0};
    FaultyStore slow =
        new FaultyStore(
            lake.store,
            call -> {
              if (call.answered()
                  && call.operation().equals("putIfAbsent")
                  && call.place().contains("/_delta_log/")
                  && ++commits[0] == 3) {
                lake.clock.pass(Duration.ofHours(1));
              }
            });
    assertThat(lake.new Function(slow, SLICE).run(id)).isInstanceOf(JobAnswer.Again.class);
    long written = lake.receipt(id).accepted();
    assertThat(written).isBetween(1L, 49L);
    accident.accept(id);
    lake.finish(id, SLICE);

    Receipt receipt = lake.receipt(id);
    assertThat(receipt.status()).isEqualTo(Receipt.Status.FAILED);
    assertThat(receipt.accepted()).isEqualTo(written);
    assertThat(lake.column(UploadLake.READINGS, "device")).hasSize((int) written);
    Receipt.Failure failure = receipt.failure().orElseThrow();
    return failure.code() + ": " + failure.detail();
  }

  private String failure(Uploads.Asked asked, byte[] file) {
    Receipt receipt = lake.upload(asked, file, SLICE);
    assertThat(receipt.status()).isEqualTo(Receipt.Status.FAILED);
    assertThat(lake.rows()).isEmpty();
    return receipt.failure().map(each -> each.code() + ": " + each.detail()).orElseThrow();
  }

  private static Uploads.Asked coded(UploadFormat format, UploadCoding coding) {
    return new Uploads.Asked(format, coding, Optional.empty(), REJECT);
  }

  @Test
  void filesThatCannotBeReadFailWithThePlace() throws IOException {
    byte[] whole = lines(UploadLake.records(50));
    assertThat(failure(LINES, new byte[0])).isEqualTo("malformed-body: the file is empty");
    assertThat(failure(LINES, "\n\n \n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("malformed-body: the file holds no record");
    assertThat(failure(LINES, ("\n" + "x".repeat(5_000)).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "payload-too-large: the record that begins at byte 1, line 2, does not end within 1000"
                + " bytes");
    Uploads.Asked zipped = coded(UploadFormat.NDJSON, UploadCoding.GZIP);
    byte[] gzip = gzip(whole);
    assertThat(failure(zipped, Arrays.copyOf(gzip, gzip.length - 20)))
        .startsWith("malformed-body: the file is no gzip: its bytes end too early, at byte ");
    assertThat(failure(zipped, whole))
        .isEqualTo("malformed-body: the file is no gzip: its bytes do not begin as gzip does");
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 7] ^= 1;
    assertThat(failure(zipped, damaged)).contains("the check sum or length at their end differs");
    assertThat(failure(coded(UploadFormat.NDJSON, UploadCoding.ZSTD), whole))
        .startsWith("malformed-body: the file is no zstd: its bytes ");
    assertThat(failure(coded(UploadFormat.AVRO, UploadCoding.IDENTITY), whole))
        .startsWith("malformed-body: the body does not begin as an Avro object container file");
    assertThat(
            failure(
                coded(UploadFormat.CSV, UploadCoding.IDENTITY),
                "time,\"device\n1,2\n".getBytes(StandardCharsets.UTF_8)))
        .startsWith("malformed-body: line 1, column ");
    assertThat(lake.metrics.sum("UploadsFailed")).isEqualTo(9);
  }

  @Test
  void gzipThatHasSeveralMembersIsOneFile() throws IOException {
    byte[] whole = lines(UploadLake.records(50));
    byte[] members =
        gzip(Arrays.copyOf(whole, 500), Arrays.copyOfRange(whole, 500, whole.length), new byte[0]);
    Receipt receipt = lake.upload(coded(UploadFormat.NDJSON, UploadCoding.GZIP), members, SLICE);
    assertThat(receipt.accepted()).isEqualTo(50);
  }

  @Test
  void textIsTranscodedAsItIsRead() {
    String text = "time,device\n1,Größe 😀\n2,naïve\n";
    for (var charset :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16, StandardCharsets.UTF_16BE)) {
      Uploads.Asked asked =
          new Uploads.Asked(UploadFormat.CSV, UploadCoding.IDENTITY, Optional.of(charset), REJECT);
      assertThat(lake.upload(asked, text.getBytes(charset), SLICE).accepted()).isEqualTo(2);
    }
    assertThat(lake.column(UploadLake.READINGS, "device"))
        .containsExactly("Größe 😀", "Größe 😀", "Größe 😀", "naïve", "naïve", "naïve");
    byte[] odd = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_16LE), 31);
    Receipt receipt =
        lake.upload(
            new Uploads.Asked(
                UploadFormat.CSV,
                UploadCoding.IDENTITY,
                Optional.of(StandardCharsets.UTF_16LE),
                REJECT),
            odd,
            SLICE);
    assertThat(receipt.failure().orElseThrow().detail())
        .isEqualTo("the file is not UTF-16LE at byte 30, its coding undone");
  }

  @Test
  void writersOfSomeRowsWriteNoOthersAndNothingIfTheyTry() {
    lake.define("", ", \"rowAccess\": {\"column\": \"device\", \"claim\": \"site\"}");
    Principal writer =
        new Principal(
            "w",
            Set.of("ingest"),
            DatasetGrants.ALL,
            Map.of("site", Set.of("a", "b"), "email", Set.of("w@x")),
            Principal.Rows.BY_CLAIM);
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      records.add("{\"time\": %d, \"device\": \"%s\"}".formatted(i, i % 2 == 0 ? "a" : "b"));
    }
    records.set(30, "{}");
    UploadLake.Function function = lake.function(SLICE);
    BatchId good = function.open(writer, LENIENT);
    lake.put(good, lines(records));
    lake.finish(good, SLICE);
    assertThat(lake.receipt(good).accepted()).isEqualTo(59);
    assertThat(lake.job(good).request()).contains("\"site\"").doesNotContain("w@x");

    records.set(50, "{\"time\": 50, \"device\": \"c\"}");
    BatchId bad = function.open(writer, LENIENT);
    lake.put(bad, lines(records));
    lake.finish(bad, SLICE);
    Receipt receipt = lake.receipt(bad);
    assertThat(receipt.status()).isEqualTo(Receipt.Status.FAILED);
    assertThat(receipt.accepted()).isZero();
    assertThat(receipt.reasons())
        .singleElement()
        .extracting(RejectedRecord::record, RejectedRecord::code)
        .containsExactly(50, "access");
    assertThat(lake.rows()).hasSize(59);

    Principal other =
        new Principal(
            "o",
            Set.of("ingest"),
            DatasetGrants.ALL,
            Map.of("site", Set.of("a")),
            Principal.Rows.BY_CLAIM);
    assertThat(function.uploads.receipt(writer, UploadLake.READINGS, good).accepted())
        .isEqualTo(59);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> function.uploads.receipt(other, UploadLake.READINGS, good))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownReceipt.class));
  }

  @Test
  void aSliceWithMoreBadRecordsThanAreKeptFailsTheUpload() {
    List<String> records = UploadLake.records(20);
    for (int i = 0; i < 100_010; i++) {
      records.add("{}");
    }
    BatchId id = lake.function(SLICE).open(Principal.withoutToken(), LENIENT);
    lake.put(id, lines(records));
    lake.finish(id, 1 << 20);
    Receipt receipt = lake.receipt(id);
    assertThat(receipt.status()).isEqualTo(Receipt.Status.FAILED);
    assertThat(receipt.failure().orElseThrow().detail())
        .startsWith("of the 100030 records from record 0 on (byte 0), 100010 do not fit");
  }

  @Test
  void slicesEndAlsoByTheirRecords() {
    UploadLake.Function function =
        lake.new Function(lake.store, 1 << 20, new DecodeLimits(20, 100, 1 << 20, 1_000, 100));
    for (UploadFormat format : List.of(UploadFormat.NDJSON, UploadFormat.CSV)) {
      BatchId id = function.open(Principal.withoutToken(), UploadLake.asked(format, REJECT));
      List<String> records = new ArrayList<>();
      for (int i = 0; i < 35; i++) {
        records.add(
            format == UploadFormat.CSV
                ? i + ",d" + i
                : "{\"time\": " + i + ", \"device\": \"d" + i + "\"}");
      }
      if (format == UploadFormat.CSV) {
        records.addFirst("time,device");
      }
      lake.put(id, lines(records));
      assertThat(function.run(id)).isInstanceOf(JobAnswer.Finished.class);
      assertThat(lake.receipt(id).accepted()).isEqualTo(35);
      assertThat(lake.receipt(id).files()).isEqualTo(4);
    }
  }

  @Test
  void aSecondPutOfAFileThatIsWrittenChangesNothing() {
    Receipt receipt = lake.upload(LINES, lines(UploadLake.records(5)), SLICE);
    lake.put(receipt.batch(), lines(UploadLake.records(9)));
    assertThat(lake.function(SLICE).run(receipt.batch())).isInstanceOf(JobAnswer.Finished.class);
    assertThat(lake.rows()).hasSize(5);
    assertThat(lake.job(receipt.batch()).state()).isInstanceOf(JobState.Succeeded.class);
  }

  @Test
  void aFileIsReadInAFewRequestsAndInPartsOnly() {
    MeteredStore metered = new MeteredStore(lake.store);
    UploadLake.Function function = lake.new Function(metered, 100_000);
    BatchId id = function.open(Principal.withoutToken(), LENIENT);
    lake.put(id, lines(UploadLake.records(10_000)));
    long before = metered.usage().gets();
    assertThat(function.run(id)).isInstanceOf(JobAnswer.Finished.class);
    // The job and the file, each once.
    assertThat(metered.usage().gets() - before).isLessThanOrEqualTo(4);
    assertThat(lake.receipt(id).accepted()).isEqualTo(10_000);
  }
}
