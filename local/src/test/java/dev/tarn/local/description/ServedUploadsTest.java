package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.Upload;
import dev.tarn.ingest.UploadIngestion;
import dev.tarn.ingest.upload.UploadWork;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobRunner;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.local.description.Answers.Request;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ManualClock;
import dev.tarn.table.BatchId;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the routes of uploads answer, compared with what the description says.
class ServedUploadsTest {
  private static final DatasetName QUAKES = new DatasetName("quakes");

  private final ManualClock clock = new ManualClock(Instant.parse("2018-02-03T00:00:00Z"));
  private final ApiDescription description;

  @TempDir private Path scratch;
  private ServedLake lake;
  private Answers answers;

  ServedUploadsTest() throws IOException {
    this.description = ApiDescription.read();
  }

  @BeforeEach
  void serve() {
    lake = new ServedLake(scratch, clock);
    answers = new Answers(lake, description);
    answers.answered(201, Request.of(Operation.PUT_DATASET).body(ServedAnswersTest.DEFINITION));
  }

  private JsonNode opened(String body) {
    return answers.document(201, Request.of(Operation.POST_UPLOAD).body(body));
  }

  private JsonNode receipt(String id) {
    return answers.document(200, Request.of(Operation.GET_RECEIPT).path("batchId", id));
  }

  private void put(String id, String file) {
    var _ =
        lake.store()
            .put(Upload.file(QUAKES, new BatchId(id)), file.getBytes(StandardCharsets.UTF_8));
    StoredJobs jobs = new StoredJobs(lake.store());
    var _ =
        new JobRunner(
                jobs,
                List.of(
                    new UploadWork(
                        new UploadIngestion(
                            lake.store(),
                            new DeltaTables(lake.store(), clock, DeltaSettings.DEFAULT),
                            new BatchDecoder(DecodeLimits.DEFAULT),
                            new ParquetInput(ParquetInputLimits.DEFAULT),
                            new BatchFiles(
                                lake.store(), ParquetEncoder::new, UploadIngestion.MOST_DAYS),
                            new MemoryMetrics("test", clock),
                            clock,
                            UploadIngestion.SLICE_BYTES))),
                clock,
                UploadWork.LIMITS,
                () -> "worker")
            .run(new JobId(QUAKES, JobKind.UPLOAD, id), clock.instant().plusSeconds(60));
  }

  @Test
  void anUploadIsToldAsDescribedFromItsBeginningToItsEnd() {
    JsonNode opened =
        opened(
            "{\"contentType\": \"application/x-ndjson; charset=utf-8\", \"contentEncoding\":"
                + " \"identity\", \"onInvalid\": \"quarantine\"}");
    String id = opened.path("uploadId").asText();
    assertThat(opened.path("expiresAt").asText()).isEqualTo("2018-02-03T01:00:00Z");
    assertThat(receipt(id).path("status").asText()).isEqualTo("pending");
    assertThat(receipt(id).path("accepted").asLong()).isZero();

    put(id, ServedAnswersTest.RECORDS + "\n{}\n");

    JsonNode receipt = receipt(id);
    assertThat(receipt.path("status").asText()).isEqualTo("committed");
    assertThat(receipt.path("version").asLong()).isEqualTo(1);
    assertThat(receipt.path("accepted").asLong()).isEqualTo(2);
    assertThat(receipt.path("rejected").asLong()).isEqualTo(1);
    assertThat(receipt.path("reasons")).hasSize(1);
    JsonNode job =
        answers.document(200, Request.of(Operation.GET_JOB).path("jobId", "quakes.upload." + id));
    assertThat(job.at("/result/accepted").asLong()).isEqualTo(2);
  }

  @Test
  void anUploadThatFailsIsToldWithItsProblem() {
    String records =
        opened("{\"contentType\": \"application/x-ndjson\"}").path("uploadId").asText();
    put(records, ServedAnswersTest.RECORDS + "\n{}\n");
    assertThat(receipt(records).path("status").asText()).isEqualTo("failed");
    assertThat(receipt(records).at("/problem/type").asText())
        .isEqualTo("urn:tarn:problem:invalid-records");
    assertThat(receipt(records).path("reasons")).hasSize(1);

    String damaged = opened("{\"contentType\": \"application/avro\"}").path("uploadId").asText();
    put(damaged, "no Avro");
    assertThat(receipt(damaged).at("/problem/detail").asText()).contains("Avro");
  }

  @Test
  void whatCannotBeUploadedIsRefusedByPlaceAndValue() {
    assertThat(refused(400, "{}")).contains("contentType is needed").contains("/contentType");
    assertThat(refused(400, "{\"contentType\": 7}")).contains("/contentType");
    assertThat(refused(400, "[]")).contains("must be a JSON object");
    assertThat(refused(400, "{\"contentType\": \"text/csv\", \"size\": 1}")).contains("/size");
    assertThat(refused(400, "{\"contentType\": \"text/csv\", \"onInvalid\": \"skip\"}"))
        .contains("/onInvalid")
        .contains("'skip'");
    assertThat(refused(415, "{\"contentType\": \"application/json\"}"))
        .contains("contentType 'application/json' is not one of application/x-ndjson")
        .contains("send its records as NDJSON");
    assertThat(refused(415, "{\"contentType\": \"text/csv; charset=koi8-r\"}"))
        .contains("charset 'koi8-r'");
    assertThat(refused(415, "{\"contentType\": \"text/csv\", \"contentEncoding\": \"br\"}"))
        .contains("contentEncoding 'br' is not one of identity, gzip, zstd, deflate");
    answers.answered(
        404,
        Request.of(Operation.POST_UPLOAD)
            .path("dataset", "nothing")
            .body("{\"contentType\": \"text/csv\"}"));
    answers.answered(
        400,
        Request.of(Operation.POST_UPLOAD)
            .path("dataset", "quakes__rejected")
            .body("{\"contentType\": \"text/csv\"}"));
    answers.answered(404, Request.of(Operation.GET_RECEIPT).path("batchId", "u" + "0".repeat(32)));
  }

  private String refused(int status, String body) {
    return answers.document(status, Request.of(Operation.POST_UPLOAD).body(body)).toString();
  }
}
