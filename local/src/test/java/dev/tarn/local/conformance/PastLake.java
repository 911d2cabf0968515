package dev.tarn.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.s3.S3Store;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// A dataset as it was written long ago: enough batches for a checkpoint, so that there is a log to
/// let go of, and one file that nothing refers to.
final class PastLake {
  private static final int BATCHES = 55;

  private final DeployedLake lake;
  private final String dataset;
  private final Clock clock;

  PastLake(DeployedLake lake, String dataset, Instant time) {
    this.lake = lake;
    this.dataset = dataset;
    this.clock = Clock.fixed(time, ZoneOffset.UTC);
  }

  void write() {
    try (S3Store store = S3Store.open(lake.s3().configuration(lake.bucket()), clock)) {
      DatasetName name = new DatasetName(dataset);
      Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
      var _ =
          new Datasets(tables)
              .put(
                  Principal.withoutToken(),
                  DefinitionJson.parseRequest(
                      name,
                      """
                      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
                        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                        {"name": "value", "type": "int"}]}}
                      """
                          .getBytes(UTF_8)),
                  Optional.empty());
      Ingestion ingestion =
          new Ingestion(
              tables,
              new BatchDecoder(DecodeLimits.DEFAULT),
              new BatchFiles(store, ParquetEncoder::new, 1),
              new StoredReceipts(store),
              new MemoryMetrics());
      for (int i = 0; i < BATCHES; i++) {
        byte[] record =
            "[{\"time\": \"2025-12-31T00:00:00Z\", \"value\": %d}]".formatted(i).getBytes(UTF_8);
        var _ =
            ingestion.ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    name,
                    RecordFormat.JSON,
                    new IngestRequest.Content(record),
                    Optional.empty()));
      }
    }
  }
}
