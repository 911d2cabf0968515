package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.query.NdjsonResultWriter;
import dev.tarn.query.Query;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A lake that is ingested into, queried and compacted, each through tables of its own as functions
/// do that know nothing of each other.
final class CompactedLake {
  static final DatasetName READINGS = new DatasetName("readings");

  private final ObjectStore store;
  private final ScratchSpace scratch;
  private final DuckDbEngine engine = new DuckDbEngine();
  private final MemoryMetrics metrics = new MemoryMetrics();

  CompactedLake(ObjectStore store, Path scratch) {
    this.store = store;
    this.scratch = new ScratchSpace(scratch);
  }

  private Tables tables() {
    return new DeltaTables(
        store, Clock.systemUTC(), DeltaSettings.DEFAULT.withLongestBackoff(Duration.ofMillis(20)));
  }

  Table table() {
    return tables().open(READINGS).orElseThrow();
  }

  List<DataFile> files() {
    return table().snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  long rowsAt(long version) {
    return table().snapshot(new SnapshotTime.AtVersion(version)).files(Predicate.ALWAYS).stream()
        .mapToLong(DataFile::rows)
        .sum();
  }

  /// Gives the dataset fields beside its time, each with a comma before it.
  void define(String fields, String clusterBy) {
    byte[] definition =
        """
        {"eventTime": "time", "clusterBy": %s, "schema": {"type": "record", "name": "Reading",
         "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}%s]}}
        """
            .formatted(clusterBy, fields)
            .getBytes(StandardCharsets.UTF_8);
    var _ =
        new Datasets(tables())
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition),
                Optional.empty());
  }

  Ingestion ingestion() {
    return new Ingestion(
        tables(),
        new BatchDecoder(DecodeLimits.DEFAULT),
        new BatchFiles(store, ParquetEncoder::new, 100),
        new StoredReceipts(store),
        metrics);
  }

  static void ingest(Ingestion ingestion, String lines) {
    var _ =
        ingestion.ingest(
            new IngestRequest(
                Principal.withoutToken(),
                READINGS,
                RecordFormat.NDJSON,
                new IngestRequest.Content(lines.getBytes(StandardCharsets.UTF_8)),
                Optional.empty()));
  }

  Compaction compaction(CompactionPolicy policy) {
    return new Compaction(
        tables(),
        store,
        new WholeFileFetcher(store, new FooterRowGroupCounter(), 8),
        new DuckDbMerger(),
        scratch,
        policy,
        new CompactionLimits(128L << 20, 1, 1L << 30, 1_000),
        Clock.systemUTC(),
        metrics);
  }

  Querying querying() {
    return new Querying(
        tables(), engine, new ColumnChunkFetcher(store), scratch, new QueryPrice(1024), metrics);
  }

  /// What a query answers, a line of JSON each row.
  static List<String> query(Querying querying, String sql) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var _ =
        querying.answer(
            new Query(
                Principal.withoutToken(),
                sql,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()),
            Lake.LIMITS,
            new NdjsonResultWriter(),
            out);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).doesNotHaveDuplicates();
    return lines;
  }
}
