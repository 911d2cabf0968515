package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import dev.tarn.local.description.Answers.Request;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import dev.tarn.problem.Problem;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the routes of maintenance, jobs and measurements answer, compared with what the description
/// says.
class ServedOperationsTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2018-02-03T00:00:00Z"));
  private final ApiDescription description;

  @TempDir private Path scratch;
  private ServedLake lake;
  private Answers answers;

  ServedOperationsTest() throws IOException {
    this.description = ApiDescription.read();
  }

  @BeforeEach
  void serve() {
    lake = new ServedLake(scratch, clock);
    answers = new Answers(lake, description);
    answers.answered(201, Request.of(Operation.PUT_DATASET).body(ServedAnswersTest.DEFINITION));
    for (int batch = 0; batch < 4; batch++) {
      answers.answered(
          201,
          Request.of(Operation.POST_RECORDS)
              .body(ServedAnswersTest.RECORDS)
              .header("content-type", "application/x-ndjson")
              .header("idempotency-key", "batch-" + batch));
    }
  }

  @Test
  void tasksThatAreDoneAreToldAsDescribed() {
    JsonNode started =
        answers.document(
            202,
            Request.of(Operation.POST_MAINTENANCE)
                .body("{\"tasks\":[\"compact\",\"expire\",\"audit\"]}"));
    String compaction = started.at("/jobs/0/jobId").asText();

    assertThat(job(compaction).path("status").asText()).isEqualTo("queued");
    lake.jobs().runDue();
    assertThat(job(compaction).at("/result/merges").asLong()).isEqualTo(2);
    assertThat(job(started.at("/jobs/1/jobId").asText()).at("/result/filesRemoved").asLong())
        .isZero();
    JsonNode audit = job(started.at("/jobs/2/jobId").asText()).path("result");
    assertThat(audit.path("faults").asLong()).isZero();
    assertThat(audit.path("rows").asLong()).isEqualTo(8);
  }

  @Test
  void aProposalIsToldAsDescribedAndCanBePut() {
    JsonNode proposal =
        answers.document(
            200,
            Request.of(Operation.POST_INFER)
                .body("time,device\n2026-11-24T10:00:00Z,a1\n2026-11-24T10:01:00Z,\n")
                .header("content-type", "text/csv; charset=utf-8"));

    answers.answered(
        201,
        Request.of(Operation.PUT_DATASET)
            .path("dataset", "proposed")
            .body(proposal.path("definition").toString()));
    answers.answered(
        422,
        Request.of(Operation.POST_INFER)
            .body("{\"device\": 1}")
            .header("content-type", "application/json"));
    answers.answered(
        415, Request.of(Operation.POST_INFER).body("a").header("content-type", "text/plain"));
  }

  @Test
  void withoutABodyADatasetIsCompactedAndExpired() {
    JsonNode started = answers.document(202, Request.of(Operation.POST_MAINTENANCE));

    assertThat(started.path("jobs").findValuesAsText("task")).containsExactly("compact", "expire");
  }

  @Test
  void whatAnAuditFindsIsToldAsDescribed() {
    ObjectSummary file =
        lake.store().list("tables/quakes/event_date", Optional.empty()).objects().getFirst();
    lake.store().delete(List.of(file.key()));
    var _ =
        lake.store()
            .put(new ObjectKey("tables/quakes/event_date=2018-02-01/x.parquet"), new byte[] {1});
    clock.pass(Duration.ofHours(2));

    JsonNode started =
        answers.document(
            202, Request.of(Operation.POST_MAINTENANCE).body("{\"tasks\":[\"audit\"]}"));
    lake.jobs().runDue();

    assertThat(
            job(started.at("/jobs/0/jobId").asText())
                .at("/result/findings")
                .findValuesAsText("code"))
        .containsExactly("missing-file", "orphan");
  }

  @Test
  void aDataFileThatIsGoneIsDamageUnlessOnlyAnEarlierVersionHasIt() {
    String count = "{\"sql\":\"SELECT sum(magnitude) AS s FROM quakes\"%s}";
    Request latest = Request.of(Operation.POST_QUERY).body(count.formatted(""));
    Request first =
        Request.of(Operation.POST_QUERY).body(count.formatted(",\"asOf\":{\"quakes\":1}"));
    List<ObjectKey> before = dataFiles();
    answers.document(202, Request.of(Operation.POST_MAINTENANCE).body("{\"tasks\":[\"compact\"]}"));
    lake.jobs().runDue();
    answers.document(200, first);
    List<ObjectKey> after = new ArrayList<>(dataFiles());
    after.removeAll(before);

    lake.store().delete(before);
    assertThat(answers.document(404, first).path("type").asText())
        .isEqualTo("urn:tarn:problem:unknown-version");
    answers.document(200, latest);

    lake.store().delete(after);
    JsonNode damage = answers.document(500, latest);
    assertThat(damage.path("type").asText()).isEqualTo("urn:tarn:problem:damaged-table");
    assertThat(damage.path("detail").asText())
        .startsWith("data file tables/quakes/event_date=")
        .endsWith("is in the table's log but not in the store");
  }

  private List<ObjectKey> dataFiles() {
    return lake.store().list("tables/quakes/event_date", Optional.empty()).objects().stream()
        .map(ObjectSummary::key)
        .toList();
  }

  @Test
  void anExportIsAJobToo() {
    String id = answers.document(202, Request.of(Operation.POST_EXPORT)).path("exportId").asText();
    lake.jobs().runDue();

    JsonNode job = job(id);
    assertThat(job.path("task").asText()).isEqualTo("export");
    assertThat(job.at("/result/rows").asLong()).isEqualTo(8);
  }

  @Test
  void measurementsAreToldAsDescribed() {
    JsonNode measured =
        answers.document(200, Request.of(Operation.GET_METRICS).query("since", "P1D"));

    assertThat(measured.path("series").findValuesAsText("name")).contains("RecordsAccepted");
  }

  @Test
  void whatFailsIsAnsweredAsDescribed() {
    Request post = Request.of(Operation.POST_MAINTENANCE);
    answers.answered(400, post.body("{\"tasks\":[]}"));
    answers.answered(400, post.body("{\"tasks\":[\"export\"]}"));
    answers.answered(400, post.body("{"));
    answers.answered(404, post.path("dataset", "nothing"));
    answers.answered(415, post.body("{}").header("content-type", "text/csv"));
    answers.answered(404, Request.of(Operation.GET_JOB).path("jobId", "quakes.compact.never"));
    answers.answered(404, Request.of(Operation.GET_JOB).path("jobId", "never"));
    answers.answered(400, Request.of(Operation.GET_JOB).path("jobId", "never").query("a", "b"));
    Request metrics = Request.of(Operation.GET_METRICS);
    answers.answered(400, metrics.query("since", "P16D"));
    answers.answered(400, metrics.query("since", "an hour"));
    lake.read(age -> {
      throw new Problem.MetricsUnavailable("the measurements could not be read").exception();
    });
    answers.answered(503, metrics);
    lake.read(age -> Collections.nCopies(25_001, series()));
    answers.answered(413, metrics);
  }

  private MetricSeries series() {
    return new MetricSeries(
        "ingest",
        "quakes",
        "Files",
        Measurement.Unit.COUNT,
        Duration.ofMinutes(1),
        List.of(MetricSeries.Point.of(clock.instant(), 1)));
  }

  private JsonNode job(String id) {
    return answers.document(200, Request.of(Operation.GET_JOB).path("jobId", id));
  }
}
