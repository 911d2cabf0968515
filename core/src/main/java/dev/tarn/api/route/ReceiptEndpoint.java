package dev.tarn.api.route;

import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.BatchOwners;
import dev.tarn.ingest.Deliveries;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.stored.ReceiptJson;
import dev.tarn.ingest.upload.Uploads;
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
  private final Uploads uploads;
  private final Deliveries deliveries;

  ReceiptEndpoint(Ingestion ingestion, Uploads uploads, Deliveries deliveries) {
    this.ingestion = ingestion;
    this.uploads = uploads;
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
    return ApiResponse.of(
        200, "application/json", ReceiptJson.write(receipt(request.principal(), dataset, batch)));
  }

  private Receipt receipt(Principal reader, DatasetName dataset, String name) {
    if (MESSAGE.matcher(name).matches()) {
      return ingestion.receiptOfMessage(reader, dataset, name, deliveries);
    }
    BatchId batch = new BatchId(name);
    return BatchOwners.isUpload(batch)
        ? uploads.receipt(reader, dataset, batch)
        : ingestion.receipt(reader, dataset, batch);
  }
}
