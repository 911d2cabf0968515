package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.IngestResult;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.ReceiptJson;
import dev.tarn.label.Labelled;
import dev.tarn.problem.Problem;
import dev.tarn.record.RecordFormat;
import java.util.List;

/// `POST /v1/datasets/{dataset}/records`.
final class RecordsEndpoint implements Endpoint {
  private static final String ON_INVALID = "onInvalid";

  private final Ingestion ingestion;
  private final RecordBodies bodies;

  RecordsEndpoint(Ingestion ingestion, IngestLimits limits) {
    this.ingestion = ingestion;
    this.bodies = new RecordBodies(limits);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    IngestRequest.OnInvalid onInvalid = onInvalid(request);
    RecordFormat format = RecordBodies.format(request);
    IngestResult result =
        ingestion.ingest(
            new IngestRequest(
                request.principal(),
                PathParameters.ownDataset(request),
                format,
                new IngestRequest.Content(bodies.read(request, format)),
                JsonRequests.idempotencyKey(request),
                onInvalid));
    ApiResponse answer =
        ApiResponse.of(201, "application/json", ReceiptJson.write(result.receipt()))
            .with(
                "location",
                "/v1/datasets/"
                    + result.receipt().dataset()
                    + "/receipts/"
                    + result.receipt().batch());
    return result.replayed() ? answer.with("x-tarn-replayed", "true") : answer;
  }

  private static IngestRequest.OnInvalid onInvalid(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of(ON_INVALID));
    String onInvalid =
        request.queryParameters().getOrDefault(ON_INVALID, IngestRequest.OnInvalid.REJECT.label());
    return Labelled.parse(IngestRequest.OnInvalid.values(), onInvalid)
        .orElseThrow(() ->
            new Problem.MalformedRequest(
                    "onInvalid takes reject or quarantine, not '" + onInvalid + "'")
                .exception());
  }
}
