package dev.tarn.api.route;

import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Routes;
import dev.tarn.catalog.Datasets;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.store.ObjectStore;
import java.util.Map;

/// What the ingest function serves: definitions, batches and uploads in, receipts out.
public final class IngestRoutes implements Routes {
  private final Datasets datasets;
  private final Ingestion ingestion;
  private final Uploads uploads;
  private final IngestLimits limits;
  private final ObjectStore store;

  /// Serves with the use cases given, over `store`.
  public IngestRoutes(
      Datasets datasets,
      Ingestion ingestion,
      Uploads uploads,
      IngestLimits limits,
      ObjectStore store) {
    this.datasets = datasets;
    this.ingestion = ingestion;
    this.uploads = uploads;
    this.limits = limits;
    this.store = store;
  }

  @Override
  public Map<Operation, Endpoint> endpoints() {
    return Map.of(
        Operation.PUT_DATASET,
        new DatasetsEndpoint(datasets)::put,
        Operation.POST_RECORDS,
        new RecordsEndpoint(ingestion, limits),
        Operation.POST_UPLOAD,
        new UploadsEndpoint(uploads),
        Operation.POST_INFER,
        new InferEndpoint(limits),
        Operation.GET_RECEIPT,
        new ReceiptEndpoint(ingestion, uploads, new StoredDeliveries(store)),
        Operation.GET_INGEST_HEALTH,
        new HealthEndpoint(Operation.Function.INGEST, store, Map.of()));
  }
}
