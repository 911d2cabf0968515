package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.inference.Inference;
import dev.tarn.inference.json.ProposalJson;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.record.ColumnarFormat;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import java.util.List;

/// `POST /v1/infer`.
final class InferEndpoint implements Endpoint {
  private final Inference inference;
  private final RecordBodies bodies;

  InferEndpoint(IngestLimits limits, ColumnarFormat columnar) {
    inference = new Inference(DecodeLimits.DEFAULT, columnar);
    bodies = new RecordBodies(limits);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    RecordFormat format = RecordBodies.formatOfSample(request);
    return ApiResponse.of(
        200,
        "application/json",
        ProposalJson.write(inference.propose(format, bodies.read(request, format))));
  }
}
