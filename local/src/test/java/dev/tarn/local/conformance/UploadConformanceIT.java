package dev.tarn.local.conformance;

import static dev.tarn.api.Operation.Function.INGEST;
import static dev.tarn.api.Operation.Function.QUERY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import dev.tarn.local.conformance.DeployedLake.Running;
import dev.tarn.local.runtime.LogLine;
import dev.tarn.store.s3.S3Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A file on its way from a client's PUT to the table: by the link that the function gave, by what
/// S3 tells of it, and by the function as it is archived.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class UploadConformanceIT {
  private static final String NDJSON = "application/x-ndjson";
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;
  private static final String RECORDS =
      """
      {"time": "2026-01-31T12:00:00Z", "value": 1}
      {"time": "2026-02-01T12:00:00Z", "value": 2}
      """;

  private DeployedLake lake;

  @BeforeAll
  void deploy(@TempDir Path directory) throws Exception {
    lake = new DeployedLake(directory);
  }

  @AfterAll
  void end() throws Exception {
    lake.close();
  }

  private static void define(Running ingest, String dataset) throws Exception {
    var _ =
        Answer.of(
                ingest,
                Operation.PUT_DATASET,
                Map.of("dataset", dataset),
                "application/json",
                DEFINITION)
            .is(201);
  }

  private static String rows(Running query, String sql) throws Exception {
    return Answer.of(
            query,
            Operation.POST_QUERY,
            Map.of(),
            "application/json",
            Event.MAPPER.createObjectNode().put("sql", sql).toString())
        .is(200)
        .json()
        .path("rows")
        .toString();
  }

  @Test
  void aFileThatIsPutToItsLinkIsReadOnceHoweverAndHoweverOftenS3TellsOfIt() throws Exception {
    List<LogLine> log;
    Running query = lake.shared(QUERY);
    try (Running ingest = lake.start(INGEST)) {
      log = ingest.log();
      define(ingest, "uploaded");
      Upload ruled = Upload.begin(ingest, "uploaded", NDJSON).put(RECORDS.getBytes(UTF_8));
      assertThat(ruled.receipt(ingest).json().path("status").asText()).isEqualTo("pending");
      Upload notified =
          Upload.begin(ingest, "uploaded", "text/csv")
              .put("time,value\n2026-01-31T12:00:00Z,10\n".getBytes(UTF_8));

      byte[] message = Event.upload(Event.objectCreated(lake.bucket(), ruled.key()));
      byte[] direct = Event.bytes(Event.notification(lake.bucket(), notified.key()));
      for (int delivery = 0; delivery < 2; delivery++) {
        assertThat(failures(ingest.answer(message))).isEmpty();
        assertThat(failures(ingest.answer(direct))).isEmpty();
      }

      JsonNode receipt = ruled.receipt(ingest).json();
      assertThat(receipt.path("status").asText()).isEqualTo("committed");
      assertThat(receipt.path("accepted").asInt()).isEqualTo(2);
      assertThat(notified.receipt(ingest).json().path("accepted").asInt()).isEqualTo(1);
      assertThat(rows(query, "SELECT sum(value) FROM uploaded")).isEqualTo("[[13]]");
    }
    assertThat(LogCheck.faults(log)).isEmpty();
  }

  @Test
  void aFileThatDoesNotFitLeavesNothingAndItsReceiptSaysWhy() throws Exception {
    Running ingest = lake.shared(INGEST);
    Running query = lake.shared(QUERY);
    define(ingest, "unfit");
    String file = RECORDS + "{\"time\": \"2026-02-01T12:00:00Z\", \"value\": \"x\"}\n";
    Upload refused = Upload.begin(ingest, "unfit", NDJSON).put(file.getBytes(UTF_8));

    assertThat(
            failures(
                ingest.answer(Event.upload(Event.objectCreated(lake.bucket(), refused.key())))))
        .isEmpty();

    JsonNode receipt = refused.receipt(ingest).json();
    assertThat(receipt.path("status").asText()).isEqualTo("failed");
    assertThat(receipt.toString()).contains("/value");
    assertThat(rows(query, "SELECT count(*) FROM unfit")).isEqualTo("[[0]]");
  }

  @Test
  void aTablesOwnParquetFileCanBeUploaded() throws Exception {
    Running ingest = lake.shared(INGEST);
    Running query = lake.shared(QUERY);
    define(ingest, "original");
    Answer.of(ingest, Operation.POST_RECORDS, Map.of("dataset", "original"), NDJSON, RECORDS)
        .is(201);
    define(ingest, "copied");
    Upload copy =
        Upload.begin(ingest, "copied", "application/vnd.apache.parquet")
            .put(dataFile("tables/original/event_date=2026-02-01/"));

    assertThat(
            failures(ingest.answer(Event.upload(Event.objectCreated(lake.bucket(), copy.key())))))
        .isEmpty();

    assertThat(copy.receipt(ingest).json().path("status").asText()).isEqualTo("committed");
    assertThat(rows(query, "SELECT value FROM copied")).isEqualTo("[[2]]");
  }

  @Test
  void whatS3TellsOfNoFileIsTakenOffTheQueue() throws Exception {
    Running ingest = lake.shared(INGEST);
    assertThat(failures(ingest.answer(Event.upload(Event.read("s3-test-event.json"))))).isEmpty();
  }

  private byte[] dataFile(String prefix) {
    try (S3Store store = S3Store.open(lake.s3().configuration(lake.bucket()), Clock.systemUTC())) {
      return store.get(store.list(prefix, Optional.empty()).objects().getFirst().key()).bytes();
    }
  }

  private static List<String> failures(byte[] answer) throws IOException {
    return Event.MAPPER
        .readTree(answer)
        .path("batchItemFailures")
        .findValuesAsText("itemIdentifier");
  }
}
