package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceEndpointTest {
  private static final String MAINTENANCE = "/v1/datasets/{dataset}/maintenance";
  private static final String JOB = "/v1/jobs/{jobId}";
  private static final Map<String, String> READINGS = Map.of("dataset", "readings");

  @TempDir private Path directory;

  private ExportApi api;

  @BeforeEach
  void open() {
    api = new ExportApi(directory);
  }

  private void become(String id, JobState state) {
    Jobs.Kept kept = api.worker.jobs.find(JobId.parse(id).orElseThrow()).orElseThrow();
    assertThat(api.worker.jobs.replace(kept, kept.job().with(state))).isPresent();
  }

  private JsonNode job(String id) {
    ExportApi.Answered answer = api.get(JOB, Map.of("jobId", id), Map.of());
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void compactionAndExpiryAreStartedUnlessOthersAreAskedFor() {
    ExportApi.Answered both = api.post(MAINTENANCE, READINGS, "");
    ExportApi.Answered audit =
        api.post(MAINTENANCE, READINGS, "{\"tasks\": [\"audit\", \"audit\"]}");

    assertThat(both.status()).isEqualTo(202);
    assertThat(both.body().path("jobs").findValuesAsText("task"))
        .containsExactly("compact", "expire");
    assertThat(audit.body().path("jobs").findValuesAsText("task")).containsExactly("audit");
    assertThat(both.headers().path("location").asText())
        .isEqualTo("/v1/jobs/" + both.body().at("/jobs/0/jobId").asText());
    assertThat(api.worker.queue.receive(10)).hasSize(3);
  }

  @Test
  void aJobIsToldInEachOfItsStates() {
    String id = api.post(MAINTENANCE, READINGS, "").body().at("/jobs/0/jobId").asText();
    assertThat(job(id).path("status").asText()).isEqualTo("queued");
    assertThat(job(id).path("task").asText()).isEqualTo("compact");
    assertThat(job(id).has("notBefore")).isTrue();

    become(id, new JobState.Running("somebody", api.lake.clock.instant()));
    assertThat(job(id).path("status").asText()).isEqualTo("running");
    assertThat(job(id).toString()).doesNotContain("somebody");

    become(id, new JobState.Failed(api.lake.clock.instant(), "busy", "too many"));
    assertThat(job(id).path("status").asText()).isEqualTo("failed");
    assertThat(job(id).at("/problem/type").asText()).isEqualTo("urn:tarn:problem:busy");
    assertThat(job(id).at("/problem/title").asText()).isEqualTo("Too many writers at once");
    assertThat(job(id).at("/problem/detail").asText()).isEqualTo("too many");

    become(id, new JobState.Succeeded(api.lake.clock.instant(), "{\"merges\": 3}"));
    assertThat(job(id).path("status").asText()).isEqualTo("succeeded");
    assertThat(job(id).at("/result/merges").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tasks\": []}",
        "{\"tasks\": \"compact\"}",
        "{\"tasks\": [\"export\"]}",
        "{\"tasks\": [1]}",
        "{\"tasks\": [null]}",
        "{\"tasks\": null}"
      })
  void tasksThatAreNoneAreRefused(String body) {
    ExportApi.Answered answer = api.post(MAINTENANCE, READINGS, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("pointer").asText()).startsWith("/tasks");
    assertThat(answer.body().path("detail").asText()).contains("compact, expire and audit");
    assertThat(api.worker.queue.receive(10)).isEmpty();
  }

  @Test
  void whatIsNotThereIsUnknown() {
    assertThat(api.post(MAINTENANCE, Map.of("dataset", "others"), "").status()).isEqualTo(404);
    for (String id : List.of("readings.compact.x", "nonsense", "../x")) {
      ExportApi.Answered answer = api.get(JOB, Map.of("jobId", id), Map.of());
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body().path("type").asText()).endsWith(":unknown-job");
    }
  }

  @Test
  void anExportIsAJobToo() {
    String id =
        api.post("/v1/datasets/{dataset}/exports", READINGS, "{}").body().path("exportId").asText();

    assertThat(job(id).path("task").asText()).isEqualTo("export");
    assertThat(api.worker.jobs.find(JobId.parse(id).orElseThrow()))
        .map(Jobs.Kept::job)
        .map(Job::attempts)
        .contains(0);
  }
}
