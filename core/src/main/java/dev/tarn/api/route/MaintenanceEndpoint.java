package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.RequestBody;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobState;
import dev.tarn.maintenance.Maintenance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What is served of maintenance: asking for it, and what became of a job, an endpoint each.
final class MaintenanceEndpoint {
  private static final String JSON = "application/json";
  private static final Set<JobKind> DEFAULT = Set.of(JobKind.COMPACT, JobKind.EXPIRE);

  private final Maintenance maintenance;

  MaintenanceEndpoint(Maintenance maintenance) {
    this.maintenance = maintenance;
  }

  /// `POST /v1/datasets/{dataset}/maintenance`.
  ApiResponse start(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetName dataset = PathParameters.dataset(request);
    JsonRequests.requireJson(request);
    Set<JobKind> kinds =
        RequestBody.read(request.body(), List.of("tasks"))
            .list("tasks", Maintenance::parse, "compact, expire and audit")
            .<Set<JobKind>>map(EnumSet::copyOf)
            .orElse(DEFAULT);
    List<JobId> started = maintenance.start(dataset, kinds);
    ObjectNode document = JsonDocument.newObject();
    ArrayNode jobs = document.putArray("jobs");
    for (JobId job : started) {
      jobs.addObject().put("task", job.kind().label()).put("jobId", job.toString());
    }
    return ApiResponse.of(202, JSON, JsonDocument.bytes(document))
        .with("location", "/v1/jobs/" + started.getFirst());
  }

  /// `GET /v1/jobs/{jobId}`.
  ApiResponse get(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    Job job = maintenance.find(request.principal(), request.pathParameter("jobId"));
    ObjectNode node = JsonDocument.newObject();
    node.put("jobId", job.id().toString());
    node.put("dataset", job.id().dataset().value());
    node.put("task", job.id().kind().label());
    JobAnswers.state(node, job);
    if (job.state() instanceof JobState.Succeeded(Instant _, String result)) {
      node.set("result", JsonDocument.object(result.getBytes(StandardCharsets.UTF_8)));
    }
    return ApiResponse.of(200, JSON, JsonDocument.bytes(node));
  }
}
