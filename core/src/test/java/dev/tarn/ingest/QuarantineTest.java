package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final String MIXED =
      """
      {"time": "2026-01-01T23:00:00Z", "device": "a"}
      {"time": "2026-01-02T00:00:00Z", "device": 7}
      {"time": "2026-01-02T01:00:00Z", "device": "b", "site": "north"}
      {no json}
      {"time": "2026-01-02T02:00:00Z", "device": "c"}
      """;
  private static final Optional<String> KEY = Optional.of("key");

  private final DoorLake lake = new DoorLake();

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void goodRecordsAreCommittedAndBadOnesAreKeptAsTheyCame() {
    Receipt receipt = ingest(lake.process(), MIXED, KEY).receipt();

    assertThat(receipt.accepted()).isEqualTo(2);
    assertThat(receipt.rejected()).isEqualTo(3);
    assertThat(receipt.files()).isEqualTo(2);
    assertThat(receipt.reasons()).extracting("record").containsExactly(1, 2, 3);
    assertThat(lake.devices()).containsExactly("a", "c");
    List<GenericRecord> rows = lake.rows(DoorLake.READINGS.ofRejected());
    assertThat(rows).hasSize(3);
    GenericRecord first = rows.getFirst();
    assertThat(first.get("received_at"))
        .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, lake.clock.instant()));
    assertThat(first.get("batch_id").toString()).isEqualTo(receipt.batch().value());
    assertThat(first.get("position")).isEqualTo(1);
    assertThat(first.get("pointer").toString()).isEqualTo("/device");
    assertThat(first.get("code").toString()).isEqualTo("type");
    assertThat(first.get("detail").toString()).contains("7");
    assertThat(first.get("raw").toString())
        .isEqualTo("{\"time\": \"2026-01-02T00:00:00Z\", \"device\": 7}");
    assertThat(first.get("attempts")).isEqualTo(1);
    assertThat(first.get("raw_encoding").toString()).isEqualTo("utf-8");
    assertThat(first.get("content_type").toString()).isEqualTo("application/json");
    assertThat(first.get("schema_version")).isEqualTo(1);
    assertThat(lake.rejected("code")).containsExactly("json", "type", "unknown");
  }

  @Test
  void aRetryChangesNothingInEitherTable() {
    IngestResult first = ingest(lake.process(), MIXED, KEY);
    IngestResult again = ingest(lake.process(), MIXED, KEY);

    assertThat(again.replayed()).isTrue();
    assertThat(again.receipt()).isEqualTo(first.receipt());
    assertThat(lake.devices()).containsExactly("a", "c");
    assertThat(lake.rejected("position")).containsExactly("1", "2", "3");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingest(lake.process(), MIXED + "{}", KEY))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.IdempotencyKeyReused.class));
  }

  @Test
  void aBatchWithoutAGoodRecordIsKeptAndHasAReceipt() {
    String bad = "[{\"device\": 1}, {\"device\": 2}]";
    IngestRequest request =
        new IngestRequest(
            Principal.withoutToken(),
            DoorLake.READINGS,
            RecordFormat.JSON,
            new IngestRequest.Content(bad.getBytes(StandardCharsets.UTF_8)),
            KEY,
            IngestRequest.OnInvalid.QUARANTINE);
    Receipt receipt = lake.process().ingestion.ingest(request).receipt();

    assertThat(receipt.accepted()).isZero();
    assertThat(receipt.rejected()).isEqualTo(2);
    assertThat(receipt.firstEventTime()).isEmpty();
    assertThat(lake.rejected("raw")).containsExactly("{\"device\": 1}", "{\"device\": 2}");
    assertThat(lake.process().ingestion.ingest(request).replayed()).isTrue();
    assertThat(lake.rejected("raw")).hasSize(2);
    lake.store.delete(List.of(new ObjectKey("receipts/readings/" + receipt.batch() + ".json")));
    Receipt remade =
        lake.process()
            .ingestion
            .receipt(Principal.withoutToken(), DoorLake.READINGS, receipt.batch());
    assertThat(remade.rejected()).isEqualTo(2);
    assertThat(remade.status()).isEqualTo(Receipt.Status.COMMITTED);
  }

  @Test
  void aBodyThatIsNoJsonIsRefusedStill() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingest(lake.process(), "no\njson\n", KEY))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.MalformedBody.class));
    assertThat(lake.snapshot(DoorLake.READINGS.ofRejected())).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreKeptInBase64AndOfAHugeRecordItsBeginning() {
    byte[] good =
        "{\"time\": \"2026-01-01T23:00:00Z\", \"device\": \"a\"}\n"
            .getBytes(StandardCharsets.UTF_8);
    byte[] line = {'{', '"', (byte) 0xff, '"', '}'};
    byte[] huge =
        ("{\"" + "ü".repeat(RejectedRow.MAX_RAW) + "\": 1}").getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[good.length + line.length + 1 + huge.length];
    System.arraycopy(good, 0, body, 0, good.length);
    System.arraycopy(line, 0, body, good.length, line.length);
    body[good.length + line.length] = '\n';
    System.arraycopy(huge, 0, body, good.length + line.length + 1, huge.length);

    var _ =
        lake.process()
            .ingestion
            .ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    DoorLake.READINGS,
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(body),
                    KEY,
                    IngestRequest.OnInvalid.QUARANTINE));

    List<GenericRecord> rows = lake.rows(DoorLake.READINGS.ofRejected());
    assertThat(rows.getFirst().get("raw_encoding").toString()).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(rows.getFirst().get("raw").toString())).isEqualTo(line);
    assertThat(rows.getLast().get("raw_bytes")).isEqualTo(huge.length);
    assertThat(rows.getLast().get("raw").toString().getBytes(StandardCharsets.UTF_8).length)
        .isBetween(RejectedRow.MAX_RAW - 4, RejectedRow.MAX_RAW);
    assertThat(new String(huge, StandardCharsets.UTF_8))
        .startsWith(rows.getLast().get("raw").toString());
  }

  @Test
  void aRetryMakesUpForACrashAtAnyCallThoughTheSchemaChangedMeanwhile() {
    Set<String> hit = new TreeSet<>();
    for (boolean answered : List.of(false, true)) {
      int call = 1;
      while (cutOffAt(call, answered, MIXED, hit)) {
        call++;
      }
      assertThat(call).isGreaterThan(10);
      int onlyBad = 1;
      while (cutOffAt(onlyBad, answered, "{\"device\": 1}\n{\"site\": 2}\n{\"x\": 1}\n", hit)) {
        onlyBad++;
      }
    }
    assertThat(hit).contains("put false", "put true", "putIfAbsent false", "putIfAbsent true");
  }

  /// Whether there was such a call.
  private static boolean cutOffAt(int call, boolean answered, String body, Set<String> hit) {
    DoorLake lake = new DoorLake();
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
    Optional<Receipt> answer = Optional.empty();
    try {
      answer = Optional.of(ingest(dying, body, KEY).receipt());
    } catch (Killed | IllegalStateException e) {
      assertThat(killed[0]).isTrue();
    }
    // What did not fit may fit by now.
    lake.define(", {\"name\": \"site\", \"type\": [\"null\", \"string\"], \"default\": null}");
    Receipt receipt = ingest(lake.process(), body, KEY).receipt();
    answer.ifPresent(first -> assertThat(receipt).isEqualTo(first));

    int records = (int) body.lines().count();
    List<GenericRecord> good = lake.rows(DoorLake.READINGS);
    assertThat(good).hasSize((int) receipt.accepted());
    assertThat(lake.rejected("position")).hasSize((int) receipt.rejected());
    assertThat(receipt.accepted() + receipt.rejected()).isEqualTo(records);
    List<String> positions = lake.rejected("position");
    assertThat(positions).doesNotHaveDuplicates();
    assertThat(ingest(lake.process(), body, KEY).receipt()).isEqualTo(receipt);
    assertThat(lake.rejected("position")).isEqualTo(positions);
    assertThat(lake.rows(DoorLake.READINGS)).hasSameSizeAs(good);
    return killed[0];
  }

  @Test
  void moreBadRecordsThanAreKeptRefuseTheBatch() {
    String body = "{}\n".repeat(Quarantine.MOST_RECORDS + 1);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingest(lake.process(), body, KEY))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.PayloadTooLarge.class));
    assertThat(lake.process().tables.open(DoorLake.READINGS.ofRejected())).isEmpty();
  }

  private static IngestResult ingest(DoorLake.Instance process, String body, Optional<String> key) {
    return process.ingestion.ingest(
        new IngestRequest(
            Principal.withoutToken(),
            DoorLake.READINGS,
            RecordFormat.NDJSON,
            new IngestRequest.Content(body.getBytes(StandardCharsets.UTF_8)),
            key,
            IngestRequest.OnInvalid.QUARANTINE));
  }
}
