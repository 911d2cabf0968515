package dev.tarn.benchmarks;

import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.part.Parts;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.RecordFileReader;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A data file of 200,000 telemetry records, on local disk, to a part of an export: record by
/// record as exports of whole datasets are written, and by DuckDB's `COPY` on one thread. An
/// operation is one record.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
@OperationsPerInvocation(ExportBenchmark.RECORDS)
public class ExportBenchmark {
  static final int RECORDS = 200_000;
  private static final long SEED = 20_260_301;

  /// The format, and how it is compressed.
  @Param({"PARQUET ZSTD", "AVRO ZSTD", "CSV GZIP", "NDJSON GZIP"})
  public String format = "PARQUET ZSTD";

  private final Schema schema = Telemetry.definition().schema();
  private @Nullable Path directory;
  private @Nullable Path file;
  private @Nullable Connection connection;

  /// Writes the data file and opens a database.
  @Setup(Level.Trial)
  public void open() throws IOException, SQLException {
    directory = Files.createTempDirectory("export");
    RecordBatch batch =
        RecordDecoder.compile(Telemetry.definition(), DecodeLimits.DEFAULT)
            .decode(RecordFormat.NDJSON, Telemetry.lines(RECORDS, SEED));
    file =
        Files.write(
            directory.resolve("data.parquet"),
            new ParquetEncoder(Telemetry.definition())
                .encode(batch, IntStream.range(0, RECORDS).toArray())
                .content());
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET threads = 1");
  }

  /// Tarn: parquet-avro's records to a part, with its SHA-256.
  @Benchmark
  public long tarn() throws IOException {
    AtomicLong bytes = new AtomicLong();
    String[] parts = format.split(" ", 2);
    try (RecordFileReader records = RecordFileReader.open(Objects.requireNonNull(file), schema);
        Parts written =
            new Parts(
                ExportFormat.valueOf(parts[0]),
                ExportCompression.valueOf(parts[1]),
                schema,
                Objects.requireNonNull(directory),
                Parts.TARGET_BYTES,
                part -> bytes.addAndGet(part.bytes()))) {
      Optional<GenericRecord> record = records.next();
      while (record.isPresent()) {
        written.write(record.get());
        record = records.next();
      }
      written.finish();
    }
    return bytes.get();
  }

  /// DuckDB's `COPY` from file to file. It writes no Avro, in the place of which it writes CSV.
  @Benchmark
  public boolean duckDb() throws SQLException {
    String options =
        switch (format) {
          case "PARQUET ZSTD" -> "FORMAT parquet, COMPRESSION zstd";
          case "NDJSON GZIP" -> "FORMAT json, COMPRESSION gzip";
          default -> "FORMAT csv, COMPRESSION gzip";
        };
    return execute(
        "COPY (FROM read_parquet('%s')) TO '%s' (%s)"
            .formatted(file, Objects.requireNonNull(directory).resolve("out"), options));
  }

  private boolean execute(String sql) throws SQLException {
    try (Statement statement = Objects.requireNonNull(connection).createStatement()) {
      return statement.execute(sql);
    }
  }

  /// Closes the database and deletes the files.
  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    Objects.requireNonNull(connection).close();
    Path files = Objects.requireNonNull(directory);
    Files.deleteIfExists(files.resolve("data.parquet"));
    Files.deleteIfExists(files.resolve("out"));
    Files.deleteIfExists(files);
  }
}
