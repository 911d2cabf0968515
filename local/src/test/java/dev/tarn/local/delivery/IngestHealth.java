package dev.tarn.local.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.route.IngestRoutes;
import dev.tarn.catalog.Datasets;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;

/// What the ingest function answers an event, over a lake in memory.
final class IngestHealth {
  private static final JsonMapper JSON = new JsonMapper();

  private IngestHealth() {}

  static JsonNode answer(JsonNode event) throws IOException {
    Clock clock = Clock.systemUTC();
    ObjectStore store = new MemoryStore(clock);
    Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
    MemoryMetrics metrics = new MemoryMetrics("test", clock);
    Ingestion ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, IngestLimits.DEFAULT.days()),
            new StoredReceipts(store),
            metrics);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new HttpApiFunction(
            new IngestRoutes(
                new Datasets(tables),
                ingestion,
                new Uploads(tables, new StoredJobs(store), store, clock),
                IngestLimits.DEFAULT,
                store,
                new ParquetInput(ParquetInputLimits.DEFAULT)),
            new RequestGate(AccessSettings.WITHOUT_TOKENS, Clock.systemUTC()),
            metrics)
        .handle(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), answer, "test");
    return JSON.readTree(answer.toByteArray());
  }
}
