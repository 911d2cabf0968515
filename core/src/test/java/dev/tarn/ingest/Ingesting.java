package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.Metrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Tables;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Ingests records as the ingest function does, for tests of what comes after.
public final class Ingesting {
  private static final int MOST_FILES = 100;

  private final Ingestion ingestion;

  /// Ingests into `tables`, whose files are in `store`.
  public Ingesting(Tables tables, ObjectStore store, Metrics metrics) {
    ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, MOST_FILES),
            new StoredReceipts(store),
            metrics);
  }

  /// The receipt of a batch of `lines`, a record each in JSON.
  public Receipt lines(DatasetName dataset, String lines) {
    return ingestion
        .ingest(
            new IngestRequest(
                Principal.withoutToken(),
                dataset,
                RecordFormat.NDJSON,
                new IngestRequest.Content(lines.getBytes(StandardCharsets.UTF_8)),
                Optional.empty()))
        .receipt();
  }
}
