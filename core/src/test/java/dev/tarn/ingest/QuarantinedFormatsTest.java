package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rejected records of every format, and of writers who see some rows alone.
class QuarantinedFormatsTest {
  private static final String SITE =
      ", {\"name\": \"site\", \"type\": [\"null\", \"string\"], \"default\": null}";
  private static final String BY_DEVICE =
      ", \"rowAccess\": {\"column\": \"device\", \"claim\": \"device\"}";

  private final DoorLake lake = new DoorLake();

  @Test
  void aRowOfACsvIsKeptWithItsHeaderAndTriedAgainAsACsv() {
    Receipt receipt =
        ingest(
            Principal.withoutToken(),
            RecordFormat.CSV,
            """
            time,device,celsius
            2026-01-01T01:00:00Z,a,1.5
            2026-01-01T01:00:00Z,"b
            ",warm
            2026-01-01T01:00:00Z,c
            """);

    assertThat(receipt.accepted()).isEqualTo(1);
    assertThat(receipt.rejected()).isEqualTo(2);
    assertThat(lake.rejected("raw"))
        .containsExactly(
            "time,device,celsius\n2026-01-01T01:00:00Z,\"b\n\",warm",
            "time,device,celsius\n2026-01-01T01:00:00Z,c");
    assertThat(lake.rejected("content_type")).containsOnly("text/csv");
    assertThat(lake.rejected("position")).containsExactly("1", "2");
    assertThat(replay()).isEqualTo(new ReplayResult(0, 2));
  }

  @Test
  void aHeaderThatDoesNotFitKeepsEveryRowUntilTheSchemaDoes() {
    Receipt receipt =
        ingest(
            Principal.withoutToken(),
            RecordFormat.CSV,
            "site,time,device\r\nnorth,2026-01-01T01:00:00Z,a\r\n,2026-01-01T01:00:00Z,b\r\n");

    assertThat(receipt.accepted()).isZero();
    assertThat(receipt.rejected()).isEqualTo(2);
    assertThat(receipt.reasons()).hasSize(1);
    assertThat(lake.rejected("code")).containsExactly("unknown", "unknown");
    assertThat(replay()).isEqualTo(new ReplayResult(0, 2));
    lake.define(SITE);
    assertThat(replay()).isEqualTo(new ReplayResult(2, 0));
    assertThat(lake.devices()).containsExactly("a", "b");
    assertThat(lake.rows(DoorLake.READINGS).stream().map(row -> String.valueOf(row.get("site"))))
        .containsExactlyInAnyOrder("north", "null");
  }

  @Test
  void aRecordOfAnAvroFileIsKeptAsJsonWithItsTimesAsText() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "device", "type": ["null", "string"]},
                  {"name": "celsius", "type": "float"}]}
                """);
    byte[] file =
        avro(
            schema,
            record(schema, 1_767_229_200_000_000L, "a", 1.5f),
            record(schema, 1_767_229_200_000_001L, "b", 2.5f),
            record(schema, 1_767_229_200_000_000L, null, Float.NaN));

    Receipt receipt = ingest(Principal.withoutToken(), RecordFormat.AVRO, file);

    assertThat(receipt.accepted()).isEqualTo(1);
    assertThat(lake.rejected("raw"))
        .containsExactly(
            "{\"time\":\"2026-01-01T01:00:00.000001Z\",\"device\":\"b\",\"celsius\":2.5}",
            "{\"time\":\"2026-01-01T01:00:00Z\",\"device\":null,\"celsius\":\"NaN\"}");
    assertThat(lake.rejected("content_type")).containsOnly("application/json");
    assertThat(replay()).isEqualTo(new ReplayResult(0, 2));
  }

  @Test
  void aSchemaThatDoesNotFitKeepsEveryRecordOfAnAvroFile() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "device", "type": "string"},
                  {"name": "celsius", "type": "string"}]}
                """);
    byte[] file = avro(schema, record(schema, 1L, "a", "warm"), record(schema, 2L, "b", "cold"));

    Receipt receipt = ingest(Principal.withoutToken(), RecordFormat.AVRO, file);

    assertThat(receipt.rejected()).isEqualTo(2);
    assertThat(lake.rejected("raw").getFirst()).contains("\"celsius\":\"warm\"");
    assertThat(lake.rejected("pointer")).containsOnly("/celsius");
  }

  @Test
  void rowsOfOthersRefuseTheWholeBatchByTheirPlacesAmongRejectedOnes() {
    lake.define("", BY_DEVICE);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() ->
            ingest(
                writer("a"),
                RecordFormat.NDJSON,
                "{}\n{\"time\": 1, \"device\": \"a\"}\n{}\n{\"time\": 1, \"device\": \"b\"}\n"))
        .satisfies(e -> {
          Problem.InvalidRecords refused = (Problem.InvalidRecords) e.problem();
          assertThat(refused.records()).isEqualTo(4);
          assertThat(refused.reasons()).extracting(RejectedRecord::record).containsExactly(3);
        });
    assertThat(lake.devices()).isEmpty();
    assertThat(lake.snapshot(DoorLake.READINGS.ofRejected())).isEmpty();
  }

  @Test
  void aReplayWritesNoRowThatTheRecordsSenderMayNot() {
    lake.define("", BY_DEVICE);
    Receipt receipt =
        ingest(
            writer("a"),
            RecordFormat.NDJSON,
            """
            {"time": 1, "device": "a", "site": "north"}
            {"time": 1, "device": "b", "site": "smuggled"}
            """);
    assertThat(receipt.rejected()).isEqualTo(2);
    lake.define(SITE, BY_DEVICE);

    assertThat(replay()).isEqualTo(new ReplayResult(1, 1));

    assertThat(lake.devices()).containsExactly("a");
    assertThat(lake.rejected("code")).containsExactly("access");
  }

  @Test
  void eventsOfTokensAreKeptForAccessWhereRowsAreSomebodys() {
    lake.define("", BY_DEVICE);
    lake.process()
        .events
        .ingest(
            DoorLake.READINGS,
            List.of(
                new QueuedEvent(
                    "m1", lake.clock.instant(), "{\"time\": 1, \"device\": \"a\"}", false),
                new QueuedEvent(
                    "m2", lake.clock.instant(), "{\"time\": 1, \"device\": \"b\"}", true)));

    assertThat(lake.devices()).containsExactly("b");
    assertThat(lake.rejected("code")).containsExactly("access");
    assertThat(lake.rejected("batch_id")).containsExactly("m1");
    assertThat(replay()).isEqualTo(new ReplayResult(0, 1));
  }

  private Receipt ingest(Principal writer, RecordFormat format, String body) {
    return ingest(writer, format, body.getBytes(StandardCharsets.UTF_8));
  }

  private Receipt ingest(Principal writer, RecordFormat format, byte[] body) {
    return lake.process()
        .ingestion
        .ingest(
            new IngestRequest(
                writer,
                DoorLake.READINGS,
                format,
                new IngestRequest.Content(body),
                Optional.of("key"),
                IngestRequest.OnInvalid.QUARANTINE))
        .receipt();
  }

  private ReplayResult replay() {
    lake.clock.pass(Duration.ofSeconds(1));
    ReplayResult[] sum = {ReplayResult.NONE};
    assertThat(
            lake.process()
                .replay
                .run(
                    DoorLake.READINGS,
                    new ReplayRequest(List.of(), Optional.empty()),
                    lake.clock.instant(),
                    lake.clock.instant().plusSeconds(60),
                    step -> sum[0] = sum[0].plus(step)))
        .isTrue();
    return sum[0];
  }

  private static Principal writer(String device) {
    return new Principal(
        "w",
        Set.of("ingest"),
        DatasetGrants.ALL,
        Map.of("device", Set.of(device)),
        Principal.Rows.BY_CLAIM);
  }

  private static GenericRecord record(Schema schema, @Nullable Object... values) {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  private static byte[] avro(Schema schema, GenericRecord... records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, out);
      for (GenericRecord record : records) {
        writer.append(record);
      }
    }
    return out.toByteArray();
  }
}
