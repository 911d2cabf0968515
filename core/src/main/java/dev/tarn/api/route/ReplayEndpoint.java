package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.work.ReplayJson;
import dev.tarn.job.JobId;
import dev.tarn.maintenance.Maintenance;
import java.util.List;

/// `POST /v1/datasets/{dataset}/rejected/replay`.
final class ReplayEndpoint implements Endpoint {
  private final Maintenance maintenance;

  ReplayEndpoint(Maintenance maintenance) {
    this.maintenance = maintenance;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetName dataset = PathParameters.ownDataset(request);
    JsonRequests.requireJson(request);
    JobId job =
        maintenance.startReplay(
            request.principal(),
            dataset,
            ReplayJson.write(ReplayJson.parse(dataset, request.body())));
    ObjectNode document = JsonDocument.newObject().put("jobId", job.toString());
    return ApiResponse.of(202, "application/json", JsonDocument.bytes(document))
        .with("location", "/v1/jobs/" + job);
  }
}
