package dev.tarn.api.route;

import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Routes;
import dev.tarn.catalog.Datasets;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.record.ColumnarFormat;
import dev.tarn.store.ObjectStore;
import java.util.Map;

/// What the ingest function serves: definitions, batches and uploads in, receipts out.
public final class IngestRoutes implements Routes {
  private final Datasets datasets;
  private final Ingestion ingestion;
  private final Uploads uploads;
  private final IngestLimits limits;
  private final ObjectStore store;
  private final ColumnarFormat columnar;

  /// Serves with the use cases given, over `store`; files of columns are read by `columnar`.
  public IngestRoutes(
      Datasets datasets,
      Ingestion ingestion,
      Uploads uploads,
      IngestLimits limits,
      ObjectStore store,
      ColumnarFormat columnar) {
    this.datasets = datasets;
    this.ingestion = ingestion;
    this.uploads = uploads;
    this.limits = limits;
    this.store = store;
    this.columnar = columnar;
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
        new InferEndpoint(limits, columnar),
        Operation.GET_RECEIPT,
        new ReceiptEndpoint(ingestion, uploads, new StoredDeliveries(store)),
        Operation.GET_INGEST_HEALTH,
        new HealthEndpoint(Operation.Function.INGEST, store, Map.of()));
  }
}
