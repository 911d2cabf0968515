package dev.tarn.benchmarks;

import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.CompactionResult;
import dev.tarn.compaction.FileMerger;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.engine.DuckDbMerger;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.EncodedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.file.FileStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A lake with a table of small files of one day, and the process that merges them.
public final class SmallFiles {
  static final int FILES = 2_000;
  static final int ROWS = 1_000;

  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final long MEMORY = 512L << 20;
  private static final long SCRATCH = 4L << 30;
  private static final int THREADS = 2;

  private SmallFiles() {}

  /// Makes the lake in the new directory `lake`.
  static void make(Path lake) {
    DatasetDefinition definition = Telemetry.definition();
    ObjectStore store = open(lake);
    Table table = tables(store).create(definition).orElseThrow();
    RecordDecoder decoder = RecordDecoder.compile(definition, DecodeLimits.DEFAULT);
    ParquetEncoder encoder = new ParquetEncoder(definition);
    BatchId batch = new BatchId("small");
    int[] all = IntStream.range(0, ROWS).toArray();
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      RecordBatch records = decoder.decode(RecordFormat.NDJSON, Telemetry.lines(ROWS, i));
      EncodedFile file = encoder.encode(records, all);
      ObjectKey key = table.newDataFileKey(batch, DAY);
      var _ = store.put(key, file.content());
      files.add(new DataFile(key, file.content().length, DAY, 1, file.statistics()));
    }
    var _ = table.append(table.knownSnapshot(), batch, "", files);
  }

  private static ObjectStore open(Path lake) {
    Clock clock = Clock.systemUTC();
    return FileStore.open(
        lake, clock, SignedLinks.withRandomSecret(URI.create("http://localhost/"), clock));
  }

  private static Tables tables(ObjectStore store) {
    return new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  }

  /// Compacts the lake in the directory that the second argument names, by the merger that the
  /// first does, `duckdb` or `parquet-avro`, and prints what that took of this process: seconds of
  /// processor time, the greatest resident memory in bytes, and what was made.
  public static void main(String[] arguments) throws IOException {
    ObjectStore store = open(Path.of(arguments[1]));
    FileMerger merger =
        switch (arguments[0]) {
          case "duckdb" -> new DuckDbMerger();
          case "parquet-avro" -> new AvroMerger();
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    Clock clock = Clock.systemUTC();
    CompactionResult result =
        new Compaction(
                tables(store),
                store,
                new WholeFileFetcher(store, new FooterRowGroupCounter(), 8),
                merger,
                new ScratchSpace(Path.of(arguments[1], "scratch")),
                CompactionPolicy.DEFAULT,
                new CompactionLimits(MEMORY, THREADS, SCRATCH, FILES),
                clock,
                new MemoryMetrics())
            .compact(Telemetry.definition().name(), clock.instant().plus(Duration.ofMinutes(15)));
    System.out.printf(
        Locale.ROOT,
        "%.2f %d %d %d %d %d %d%n",
        (double) processorTime().toMillis() / 1_000,
        peakMemory(),
        result.filesBefore(),
        result.filesAfter(),
        result.bytesBefore(),
        result.bytesAfter(),
        result.rows());
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /// The peak of the resident set size, as Linux counts it (`proc_pid_status(5)`, VmHWM).
  private static long peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .findFirst()
        .orElseThrow();
  }
}
