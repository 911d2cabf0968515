package dev.tarn.benchmarks;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.route.IngestRoutes;
import dev.tarn.audit.Audit;
import dev.tarn.catalog.Datasets;
import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.CompactionResult;
import dev.tarn.dataset.DatasetName;
import dev.tarn.engine.DuckDbMerger;
import dev.tarn.expiry.Expiry;
import dev.tarn.expiry.Retention;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.Metrics;
import dev.tarn.metric.emf.EmfMetrics;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.StoredFooterReader;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What batches leave in the store and in the log, and what keeping a table in order asks of the
/// store: the figures that `./tarn cost` reckons with.
final class Footprint {
  private static final int WARM_UP = 300;
  private static final int MEASURED = 200;
  private static final int[] SIZES = {1, 10, 60, 100, 1_000, 10_000};
  private static final int[] TABLES = {200, 1_000, 2_000};

  private Footprint() {}

  /// Measures, and prints the tables of `docs/benchmarks.md`.
  static void run() throws IOException {
    System.out.println(
        "| records | body | data file | log entry | receipt | measurements | requests | ms |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |");
    for (int records : SIZES) {
      batch(records);
    }
    System.out.println();
    System.out.println("| batches | checkpoint | after compaction | compaction | expiry | audit |");
    System.out.println("| ---: | ---: | ---: | --- | --- | --- |");
    for (int batches : TABLES) {
      maintenance(batches);
    }
  }

  private static void batch(int records) throws IOException {
    Lake lake = new Lake();
    lake.define();
    byte[] body = Telemetry.lines(records, 7);
    for (int i = 0; i < Math.max(20, WARM_UP / Math.max(1, records / 100)); i++) {
      lake.post(body);
    }
    long[] nanos = new long[Math.max(15, MEASURED / Math.max(1, records / 100))];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      lake.post(body);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    // The next version but one is no multiple of the interval of checkpoints.
    StoreUsage usage;
    do {
      lake.log.reset();
      StoreUsage before = lake.store.usage();
      lake.post(body);
      usage = lake.store.usage().minus(before);
    } while (usage.puts() > 3);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,d | %,d | %,d | %,d | %,d | %s | %.2f |%n",
        records,
        body.length,
        lake.largestBelow("tables/telemetry/event_date"),
        lake.lastEntry(),
        lake.largestBelow("receipts/"),
        lake.log.size(),
        text(usage),
        nanos[nanos.length / 2] / 1e6);
  }

  private static void maintenance(int batches) throws IOException {
    Lake lake = new Lake();
    lake.define();
    byte[] body = Telemetry.lines(60, 7);
    for (int i = 0; i < batches; i++) {
      lake.post(body);
    }
    long checkpoint = lake.lastCheckpoint();
    DatasetName dataset = Telemetry.definition().name();
    StoreUsage start = lake.store.usage();
    long nanos = System.nanoTime();
    CompactionResult result =
        lake.compaction().compact(dataset, Clock.systemUTC().instant().plusSeconds(600));
    long compactionMillis = (System.nanoTime() - nanos) / 1_000_000;
    StoreUsage compacted = lake.store.usage();
    nanos = System.nanoTime();
    var _ = lake.expiry().expire(dataset);
    long expiryMillis = (System.nanoTime() - nanos) / 1_000_000;
    StoreUsage expired = lake.store.usage();
    nanos = System.nanoTime();
    var _ = lake.audit().audit(dataset, Clock.systemUTC().instant().plusSeconds(600));
    long auditMillis = (System.nanoTime() - nanos) / 1_000_000;
    StoreUsage audited = lake.store.usage();
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,d | %,d | %d→%d files, %s, %,d ms | %s, %,d ms | %s, %,d ms |%n",
        batches,
        checkpoint,
        lake.lastCheckpoint(),
        result.filesBefore(),
        result.filesAfter(),
        text(compacted.minus(start)),
        compactionMillis,
        text(expired.minus(compacted)),
        expiryMillis,
        text(audited.minus(expired)),
        auditMillis);
  }

  private static String text(StoreUsage usage) {
    return "%d PUT, %d LIST, %d GET, %d HEAD, %d DELETE, %,d B written"
        .formatted(
            usage.puts(),
            usage.lists(),
            usage.gets(),
            usage.heads(),
            usage.deletes(),
            usage.bytesWritten());
  }

  /// A lake in memory behind the door of the ingest function.
  private static final class Lake {
    private final Clock clock = Clock.systemUTC();
    private final MeteredStore store = new MeteredStore(new MemoryStore(clock));
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Metrics metrics =
        new EmfMetrics("ingest", new PrintStream(log, true, StandardCharsets.UTF_8), clock);
    private final Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
    private final HttpApiFunction function =
        new HttpApiFunction(
            new IngestRoutes(
                new Datasets(tables),
                new Ingestion(
                    tables,
                    new BatchDecoder(DecodeLimits.DEFAULT),
                    new BatchFiles(store, ParquetEncoder::new, IngestLimits.DEFAULT.days()),
                    new StoredReceipts(store),
                    metrics),
                new Uploads(tables, new StoredJobs(store), store, clock),
                IngestLimits.DEFAULT,
                store,
                new ParquetInput(ParquetInputLimits.DEFAULT)),
            new RequestGate(AccessSettings.WITHOUT_TOKENS, Clock.systemUTC()),
            metrics);

    void define() {
      var _ = tables.create(Telemetry.definition());
    }

    /// As API Gateway hands over a body: text as it is.
    void post(byte[] body) throws IOException {
      String event =
          """
          {"version": "2.0", "routeKey": "POST /v1/datasets/{dataset}/records", "rawPath": "/",
           "headers": {"content-type": "application/x-ndjson"},
           "pathParameters": {"dataset": "telemetry"},
           "requestContext": {"requestId": "JKJaXmPLvHcESHA="},
           "isBase64Encoded": true, "body": "%s"}
          """
              .formatted(Base64.getEncoder().encodeToString(body));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      function.handle(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, "none");
      if (!answer.toString(StandardCharsets.UTF_8).contains("\"statusCode\":201")) {
        throw new IllegalStateException(answer.toString(StandardCharsets.UTF_8));
      }
    }

    Compaction compaction() throws IOException {
      Path scratch = Files.createTempDirectory("footprint");
      return new Compaction(
          new DeltaTables(store, clock, DeltaSettings.DEFAULT),
          store,
          new WholeFileFetcher(store, new FooterRowGroupCounter(), 8),
          new DuckDbMerger(),
          new ScratchSpace(scratch),
          CompactionPolicy.DEFAULT,
          new CompactionLimits(512L << 20, 2, 1L << 30, 1_000),
          clock,
          metrics);
    }

    Expiry expiry() {
      return new Expiry(
          new DeltaTables(store, clock, DeltaSettings.DEFAULT),
          store,
          Retention.DEFAULT,
          dataset -> OptionalLong.empty(),
          clock,
          metrics);
    }

    Audit audit() {
      return new Audit(
          new DeltaTables(store, clock, DeltaSettings.DEFAULT),
          store,
          new StoredFooterReader(store),
          new StoredReceipts(store),
          Retention.DEFAULT,
          clock,
          metrics);
    }

    private List<ObjectSummary> below(String prefix) {
      java.util.ArrayList<ObjectSummary> all = new java.util.ArrayList<>();
      new ObjectPages(store, prefix).forEach(all::addAll);
      return all;
    }

    long largestBelow(String prefix) {
      return below(prefix).stream().mapToLong(ObjectSummary::size).max().orElseThrow();
    }

    long lastEntry() {
      return below("tables/telemetry/_delta_log/").stream()
          .filter(object -> object.key().value().endsWith(".json"))
          .reduce((first, second) -> second)
          .orElseThrow()
          .size();
    }

    long lastCheckpoint() {
      return below("tables/telemetry/_delta_log/").stream()
          .filter(object -> object.key().value().endsWith(".parquet"))
          .reduce((first, second) -> second)
          .orElseThrow()
          .size();
    }
  }
}
