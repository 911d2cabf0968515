package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.ReceiptJson;
import dev.tarn.problem.Problem;
import dev.tarn.table.BatchId;
import java.util.List;

/// `GET /v1/datasets/{dataset}/receipts/{batchId}`.
final class ReceiptEndpoint implements Endpoint {
  private final Ingestion ingestion;

  ReceiptEndpoint(Ingestion ingestion) {
    this.ingestion = ingestion;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetName dataset = PathParameters.dataset(request);
    String batch = request.pathParameter("batchId");
    if (!BatchId.isValid(batch)) {
      throw new Problem.UnknownReceipt(dataset.value(), batch).exception();
    }
    return ApiResponse.of(
        200,
        "application/json",
        ReceiptJson.write(ingestion.receipt(request.principal(), dataset, new BatchId(batch))));
  }
}
