package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Deliveries;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.stored.ReceiptJson;
import dev.tarn.problem.Problem;
import dev.tarn.table.BatchId;
import java.util.List;
import java.util.regex.Pattern;

/// `GET /v1/datasets/{dataset}/receipts/{batchId}`.
final class ReceiptEndpoint implements Endpoint {
  /// What ids of messages look like, and of batches do not.
  private static final Pattern MESSAGE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Ingestion ingestion;
  private final Deliveries deliveries;

  ReceiptEndpoint(Ingestion ingestion, Deliveries deliveries) {
    this.ingestion = ingestion;
    this.deliveries = deliveries;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetName dataset = PathParameters.dataset(request);
    String batch = request.pathParameter("batchId");
    if (!BatchId.isValid(batch)) {
      throw new Problem.UnknownReceipt(dataset.value(), batch).exception();
    }
    Receipt receipt =
        MESSAGE.matcher(batch).matches()
            ? ingestion.receiptOfMessage(request.principal(), dataset, batch, deliveries)
            : ingestion.receipt(request.principal(), dataset, new BatchId(batch));
    return ApiResponse.of(200, "application/json", ReceiptJson.write(receipt));
  }
}
